#include "world/process_states.h"

namespace runner::world {

void visit_process_states(Space& space, const Search& search,
                          const std::function<void(int32_t, const ProcessState&)>& visit) {
  std::vector<std::vector<bool>> seen(static_cast<size_t>(space.world().process_count()));
  const auto states = static_cast<StateNumber>(search.state_count());
  for (StateNumber state = 0; state < states; ++state) {
    const Numbers numbers = search.numbers(state);
    for (size_t process = 0; process < seen.size(); ++process) {
      const auto number = static_cast<size_t>(numbers[process]);
      if (number >= seen[process].size()) seen[process].resize(number + 1);
      if (seen[process][number]) continue;
      seen[process][number] = true;
      const auto index = static_cast<int32_t>(process);
      visit(index, space.tables().process(index, numbers[process]));
    }
  }
}

}  // namespace runner::world
