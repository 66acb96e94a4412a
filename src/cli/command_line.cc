#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <list>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/help_text.h"
#include "cli/option_values.h"

namespace runner {
namespace {

// What was written for one option, as often as it was.
struct Written {
  OptionName name = OptionName::kSet;
  std::vector<std::string> values;
  bool flag = false;
};

// One command's parser, filled from its row of the table.
class CommandParser {
 public:
  CommandParser(CLI::App& root, const CommandRow& row)
      : row_(row), app_(*root.add_subcommand(std::string(row.name))) {
    for (const OptionName name : row.options) add_option(option_row(name));
  }

  // Moves what was parsed into the options. Returns what is wrong, or "".
  std::string store(std::vector<std::string> operands, Options& options) {
    options.command = row_.command;
    for (const Written& written : written_) {
      const bool may_repeat =
          written.name == OptionName::kSet || written.name == OptionName::kFault;
      if (written.values.size() > 1 && !may_repeat) {
        return std::string(option_row(written.name).flag) + " is given twice; leave one out";
      }
      for (const std::string& value : written.values) {
        std::string problem = store_option(written.name, value, options);
        if (!problem.empty()) return problem;
      }
      if (written.flag) store_option(written.name, "", options);
    }
    return store_operands(row_, std::move(operands), options);
  }

 private:
  void add_option(const OptionRow& option) {
    Written& written = written_.emplace_back();
    written.name = option.name;
    const std::string flag(option.flag);
    if (option.value.empty()) {
      app_.add_flag(flag, written.flag);
    } else {
      app_.add_option(flag, written.values)->allow_extra_args(false);
    }
  }

  const CommandRow& row_;
  CLI::App& app_;
  std::list<Written> written_;  // CLI11 keeps pointers into it
};

std::string missing_value(const OptionRow& option) {
  return std::string(option.flag) + " needs a value: " + std::string(option.value);
}

bool is_option(const std::string& word) {
  return find_option(word.substr(0, word.find('='))) != nullptr;
}

// What is wrong with the first option that lacks its value, or has one and takes none; or "".
std::string value_problem(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const size_t equals = word.find('=');
    const OptionRow* option = find_option(word.substr(0, equals));
    if (option == nullptr) continue;
    const bool is_joined = equals != std::string::npos;
    if (option->value.empty()) {
      if (is_joined) return std::string(option->flag) + " takes no value";
      continue;
    }
    const bool is_missing =
        is_joined ? equals + 1 == word.size() : i + 1 == words.size() || is_option(words[i + 1]);
    if (is_missing) return missing_value(*option);
    if (!is_joined) ++i;
  }
  return "";
}

// Standard input is at its end once it has been read.
std::string standard_input_problem(const Options& options) {
  if (options.command == Command::kEval) return "";
  const std::string name = "-";
  const auto named = std::count(options.operands.begin(), options.operands.end(), name) +
                     (options.schedule == name ? 1 : 0);
  return named > 1 ? "- is standard input, which is read once, and named twice; leave one out" : "";
}

}  // namespace

ParsedCommandLine parse_command_line(const std::vector<std::string>& words) {
  Arguments arguments = arrange_arguments(words);
  const CommandRow* row = find_command(arguments.command);
  ParsedCommandLine result;
  result.problem = unknown_option(arguments);
  if (!result.problem.empty()) return result;

  // CLI11 would take `[1, 2]` apart, and `{}` for nothing: it is given the options alone.
  std::vector<std::string> operands = take_operands(arguments);
  result.problem = value_problem(arguments.rest);
  if (!result.problem.empty()) return result;
  CLI::App app;
  app.set_version_flag("--version", "");
  app.fallthrough();
  std::optional<CommandParser> parser;
  if (row != nullptr) parser.emplace(app, *row);
  // CLI11 takes the words from the back.
  std::vector<std::string> reversed(arguments.rest.rbegin(), arguments.rest.rend());
  if (row != nullptr) reversed.push_back(arguments.command);
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    result.output = row != nullptr ? command_help(*row) : overall_help();
    return result;
  } catch (const CLI::CallForVersion&) {
    result.output = "runner " RUNNER_VERSION "\n";
    return result;
  } catch (const CLI::ParseError& error) {
    result.problem = error.what();
    return result;
  }
  if (row == nullptr) {
    result.problem = "no command and no file; `runner --help` shows what there is";
    return result;
  }
  Options options;
  options.implied = arguments.implied;
  result.problem = parser->store(std::move(operands), options);
  if (result.problem.empty()) result.problem = standard_input_problem(options);
  if (result.problem.empty()) result.options = std::move(options);
  return result;
}

}  // namespace runner
