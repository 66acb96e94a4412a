#include "cli/arguments.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/text.h"
#include "cli/command_table.h"

namespace runner {
namespace {

constexpr std::string_view kSeparator = "--";  // behind it, everything is an operand

bool is_about_itself(std::string_view word) {
  return word == "--help" || word == "-h" || word == "--version";
}
bool looks_like_option(std::string_view word) {
  return word.size() > 1 && word.starts_with('-');
}

std::string_view flag_of(std::string_view word) {
  return word.substr(0, word.find('='));
}

bool takes_next_word(std::string_view word) {
  const OptionRow* option = find_option(word);
  return option != nullptr && !option->value.empty();
}

// The first word that is neither an option nor an option's value.
size_t find_first_operand(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == kSeparator) return words.size();
    if (!looks_like_option(words[i])) return i;
    if (takes_next_word(words[i])) ++i;
  }
  return words.size();
}

bool is_option_of(Command command, std::string_view word) {
  if (is_about_itself(word)) return true;
  const OptionRow* option = find_option(flag_of(word));
  if (option == nullptr) return false;
  const auto options = command_row(command).options;
  return std::find(options.begin(), options.end(), option->name) != options.end();
}

// The options that begin with the letter of a short one.
std::vector<std::string> with_initial(char letter, const std::vector<std::string>& known) {
  std::vector<std::string> found;
  std::copy_if(known.begin(), known.end(), std::back_inserter(found),
               [&](const std::string& flag) { return flag[2] == to_lower(letter); });
  return found;
}

// "; did you mean '--set' or '--seed'?", or "".
std::string meant_option(const std::string& flag, std::vector<std::string> known) {
  std::vector<std::string> meant;
  if (flag.size() == 2) {
    meant = with_initial(flag[1], known);
  } else {
    // The first and the last of those that are equally near.
    meant.push_back(nearest(flag, known));
    std::reverse(known.begin(), known.end());
    meant.push_back(nearest(flag, known));
    if (meant[0] == meant[1]) meant.pop_back();
    if (meant[0].empty()) meant.clear();
  }
  if (meant.empty()) return "";
  std::string text = "; did you mean '" + meant[0] + "'";
  for (size_t i = 1; i < meant.size(); ++i) {
    text += (i + 1 == meant.size() ? " or '" : ", '") + meant[i] + "'";
  }
  return text + "?";
}

// `eval -1 + x` would be a bad option: when nothing else can be the expression, the word that is no
// option is it.
void protect_expression(std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), kSeparator) != words.end()) return;
  if (find_first_operand(words) < words.size()) return;
  for (size_t i = 0; i < words.size(); ++i) {
    if (is_option_of(Command::kEval, words[i])) {
      if (takes_next_word(words[i])) ++i;
      continue;
    }
    const std::string expression = words[i];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    words.insert(words.end(), {std::string(kSeparator), expression});
    return;
  }
}

}  // namespace

Arguments arrange_arguments(const std::vector<std::string>& arguments) {
  Arguments result;
  result.rest = arguments;
  std::vector<std::string>& rest = result.rest;
  size_t first = find_first_operand(rest);
  if (first < rest.size() && rest[first] == "help") {
    rest[first] = "--help";
    first = find_first_operand(rest);
    if (first == rest.size()) return result;
  }
  if (first < rest.size() && find_command(rest[first]) != nullptr) {
    result.command = rest[first];
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(first));
    if (result.command == "eval") protect_expression(rest);
    return result;
  }
  const bool only_about_itself =
      first == rest.size() && std::any_of(rest.begin(), rest.end(), is_about_itself);
  if (rest.empty() || only_about_itself) return result;
  result.command = "run";
  result.implied = true;
  return result;
}

std::vector<std::string> take_operands(Arguments& arguments) {
  std::vector<std::string> operands;
  std::vector<std::string> options;
  const std::vector<std::string>& words = arguments.rest;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == kSeparator) {
      operands.insert(operands.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      words.end());
      break;
    }
    if (!looks_like_option(words[i])) {
      operands.push_back(words[i]);
      continue;
    }
    options.push_back(words[i]);
    if (takes_next_word(words[i]) && i + 1 < words.size()) options.push_back(words[++i]);
  }
  arguments.rest = std::move(options);
  return operands;
}

std::string unknown_option(const Arguments& arguments) {
  const CommandRow* row = find_command(arguments.command);
  std::vector<std::string> known = {"--help", "--version"};
  if (row != nullptr) {
    for (const OptionName name : row->options) known.emplace_back(option_row(name).flag);
  }
  for (size_t i = 0; i < arguments.rest.size(); ++i) {
    const std::string& word = arguments.rest[i];
    if (word == kSeparator) break;
    if (!looks_like_option(word)) continue;
    if (row != nullptr ? is_option_of(row->command, word) : is_about_itself(word)) {
      if (takes_next_word(word)) ++i;
      continue;
    }
    const std::string flag(flag_of(word));
    if (row != nullptr && find_option(flag) != nullptr) {
      return "the command '" + arguments.command + "' has no option '" + flag + "'";
    }
    return "unknown option '" + flag + "'" + meant_option(flag, std::move(known));
  }
  return "";
}

}  // namespace runner
