// `complete`: shell completion, from the command table.
#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/commands.h"
#include "verdict/judge.h"

namespace runner {
namespace {

bool takes_files(const CommandRow& row) {
  return row.operand.starts_with("FILE") || row.operand.starts_with("PATH");
}

std::string flags_of(const CommandRow& row) {
  std::string flags;
  for (const OptionName name : row.options) {
    flags += option_row(name).flag;
    flags += ' ';
  }
  return flags + "--help";
}

std::string joined_commands() {
  std::string names;
  for (const CommandRow& row : command_table()) {
    if (!names.empty()) names += ' ';
    names += row.name;
  }
  return names;
}

std::string bash_script() {
  std::string text =
      "# Completion of runner for bash: source <(runner complete bash)\n"
      "_runner() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=run i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in\n";
  std::string alternatives = joined_commands();
  for (size_t at = 0; (at = alternatives.find(' ', at)) != std::string::npos;) {
    alternatives.replace(at, 1, "|");
  }
  text += fmt::format("      {}) command=${{COMP_WORDS[i]}}; break ;;\n    esac\n  done\n",
                      alternatives);
  text += "  local words= files=yes\n  case $command in\n";
  for (const CommandRow& row : command_table()) {
    text += fmt::format("    {}) words=\"{}{}\"{} ;;\n", row.name, flags_of(row),
                        row.command == Command::kComplete ? " bash zsh fish" : "",
                        takes_files(row) ? "" : " files=");
  }
  text += "  esac\n  case $previous in\n";
  for (const OptionRow& option : option_table()) {
    if (option.choices.empty()) continue;
    text += fmt::format("    {}) COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return ;;\n",
                        option.flag, option.choices);
  }
  text += "  esac\n";
  text += fmt::format("  [ \"$COMP_CWORD\" = 1 ] && words=\"{} $words\"\n", joined_commands());
  text +=
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  [ -n \"$files\" ] && [[ $word != -* ]] && COMPREPLY+=($(compgen -f -- \"$word\"))\n"
      "}\n"
      "complete -o filenames -F _runner runner\n";
  return text;
}

// Within zsh's [...] of an option, brackets and colons mean something.
std::string zsh_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\'') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_option(Command command, const OptionRow& option) {
  const bool repeats = option.name == OptionName::kSet;
  std::string text = fmt::format("{}{}[{}]", repeats ? "*" : "", option.flag,
                                 zsh_escaped(option_help(command, option)));
  if (option.value.empty()) return text;
  text += fmt::format(":{}:", option.value);
  if (!option.choices.empty()) text += fmt::format("({})", option.choices);
  if (option.value == "FILE") text += "_files";
  return text;
}

std::string zsh_script() {
  std::string text =
      "#compdef runner\n"
      "# Completion of runner for zsh: put it into a folder of $fpath as _runner\n"
      "_runner() {\n"
      "  local -a commands=(\n";
  for (const CommandRow& row : command_table()) {
    text += fmt::format("    '{}:{}'\n", row.name, zsh_escaped(row.summary));
  }
  text +=
      "  )\n"
      "  if (( CURRENT == 2 )); then _describe command commands; _files; return; fi\n"
      "  case $words[2] in\n";
  for (const CommandRow& row : command_table()) {
    text += fmt::format("    {}) _arguments", row.name);
    for (const OptionName name : row.options) {
      text += fmt::format(" '{}'", zsh_option(row.command, option_row(name)));
    }
    if (takes_files(row)) text += " '*:file:_files'";
    if (row.command == Command::kComplete) text += " '2:shell:(bash zsh fish)'";
    text += " ;;\n";
  }
  return text + "    *) _files ;;\n  esac\n}\n_runner \"$@\"\n";
}

std::string fish_script() {
  std::string text = "# Completion of runner for fish: ~/.config/fish/completions/runner.fish\n";
  for (const CommandRow& row : command_table()) {
    text += fmt::format("complete -c runner -n __fish_use_subcommand -a {} -d '{}'\n", row.name,
                        row.summary);
    for (const OptionName name : row.options) {
      const OptionRow& option = option_row(name);
      text +=
          fmt::format("complete -c runner -n '__fish_seen_subcommand_from {}' -l {}{} -d '{}'\n",
                      row.name, option.flag.substr(2), option.value.empty() ? "" : " -r",
                      option_help(row.command, option));
      if (option.choices.empty()) continue;
      text += fmt::format("complete -c runner -n '__fish_seen_subcommand_from {}' -l {} -xa '{}'\n",
                          row.name, option.flag.substr(2), option.choices);
    }
  }
  return text +
         "complete -c runner -n '__fish_seen_subcommand_from complete' -xa 'bash zsh fish'\n";
}

}  // namespace

int complete_command(const Options& options, Console& console) {
  switch (options.shell) {
    case Shell::kBash:
      console.print(bash_script());
      break;
    case Shell::kZsh:
      console.print(zsh_script());
      break;
    case Shell::kFish:
      console.print(fish_script());
      break;
  }
  return kAllHeld;
}

}  // namespace runner
