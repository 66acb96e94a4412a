#include "world/space.h"

namespace runner::world {

namespace {

// The world before anything has happened.
Numbers untouched(const World& world, Tables& tables) {
  Numbers numbers(tables.component_count());
  for (int32_t process = 0; process < world.process_count(); ++process) {
    numbers[static_cast<size_t>(tables.process_component(process))] =
        tables.intern_process(process, ProcessState());
    numbers[static_cast<size_t>(tables.lifecycle_component(process))] =
        tables.intern_lifecycle(process, Lifecycle());
  }
  for (int32_t object = 0; object < world.object_count(); ++object) {
    numbers[static_cast<size_t>(tables.object_component(object))] =
        tables.intern_object(object, initial_state(world.object(object)));
  }
  return numbers;
}

}  // namespace

Space::Space(const Program& program, const Rules& rules, int64_t kills, const Allowance& allowance)
    : world_(program, rules.judges_output),
      rules_(rules),
      providers_(program),
      visibility_(world_, providers_, rules.timed, kills > 0),
      tables_(world_, kills),
      transitions_(world_, rules, visibility_, tables_, kills > 0),
      always_(world_, rules, tables_, program.always),
      finally_(world_, rules, tables_, program.finally),
      observe_(world_, rules, tables_, program.observe),
      initial_(untouched(world_, tables_)) {
  initial_[static_cast<size_t>(tables_.kills_component())] = static_cast<int32_t>(kills);
  initial_[static_cast<size_t>(tables_.output_component())] = ExpectedProgress::kBeginning;
  const Granted granted(tables_.allowance(), allowance);
  Recorder recorder(world_, rules, tables_);
  const Numbers before = initial_;
  recorder.begin(before.data());
  start_main(recorder);
  settle(recorder, visibility_, kMainProcess, kNobody);
  initial_complaints_ = recorder.complaints();
  for (const Write& write : recorder.finish())
    initial_[static_cast<size_t>(write.component)] = write.number;
}

bool Space::anyone_goes_on(const Numbers& numbers) {
  for (int32_t process = 0; process < world_.process_count(); ++process)
    if (transitions_.goes_on(transitions_.leaf(process, numbers.data()))) return true;
  return false;
}

}  // namespace runner::world
