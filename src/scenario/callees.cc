#include "scenario/callees.h"

#include <algorithm>

#include "base/text.h"
#include "kernels/registry.h"
#include "text/quoting.h"

namespace runner {
namespace {

std::vector<std::vector<Parameter>> kernel_parameters() {
  std::vector<std::vector<Parameter>> all;
  for (const Kernel& kernel : kernels()) {
    std::vector<Parameter>& parameters = all.emplace_back();
    for (const KernelParameter& one : kernel.parameters) {
      Parameter& parameter = parameters.emplace_back();
      parameter.name = one.name;
      if (one.list_object) parameter.kind = ObjectKind::kList;
    }
  }
  return all;
}

std::vector<std::string> callable_names(const Loading& loading) {
  std::vector<std::string> names = loading.symbols.names(SymbolKind::kTask);
  for (const Kernel& kernel : kernels()) names.emplace_back(kernel.name);
  return names;
}

std::string counted(size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

void report_missing(Loading& loading, const Callee& callee, const Signature& signature,
                    const Node& at, const std::vector<const Node*>& given) {
  std::vector<std::string> missing;
  for (size_t i = 0; i < signature.required; ++i) {
    if (!given[i]) missing.push_back("'" + signature.parameters[i].name + "'");
  }
  if (missing.empty()) return;
  report(loading, at, described(callee) + " needs " + enumerate(missing)).hint =
      "its parameters are: " + described(signature);
}

void match_list(Loading& loading, const Callee& callee, const Signature& signature,
                const Node& args, std::vector<const Node*>& given) {
  for (size_t i = 0; i < args.items.size() && i < given.size(); ++i) given[i] = &args.items[i];
  if (args.items.size() <= given.size()) return;
  report(loading, args.items[given.size()],
         described(callee) + " takes " + counted(given.size(), "argument") + ", not " +
             std::to_string(args.items.size()))
      .hint = given.empty() ? "" : "its parameters are: " + described(signature);
}

void match_map(Loading& loading, const Callee& callee, const Signature& signature, const Node& args,
               std::vector<const Node*>& given) {
  std::vector<std::string> names;
  for (const Parameter& parameter : signature.parameters) names.push_back(parameter.name);
  for (size_t i = 0; i < args.keys.size(); ++i) {
    const Node& key = args.keys[i];
    const auto found = std::find(names.begin(), names.end(), key.text);
    if (found != names.end()) {
      given[static_cast<size_t>(found - names.begin())] = &args.items[i];
      continue;
    }
    report(loading, key, described(callee) + " has no parameter " + in_single_quotes(key.text))
        .hint = suggestion_or_list(loading, key.text, "its parameters are", names);
  }
}

}  // namespace

Signature signature_of(const Loading& loading, const Callee& callee) {
  const auto number = static_cast<size_t>(callee.number);
  Signature signature;
  if (callee.kind == Callee::Kind::kKernel) {
    static const std::vector<std::vector<Parameter>> kAll = kernel_parameters();
    signature.parameters = kAll[number];
    const auto& parameters = kernels()[number].parameters;
    const auto optional = std::find_if(parameters.begin(), parameters.end(),
                                       [](const KernelParameter& one) { return one.optional; });
    signature.required = static_cast<size_t>(optional - parameters.begin());
    return signature;
  }
  signature.parameters = loading.scenario.tasks[number].parameters;
  signature.required = signature.parameters.size();
  const Symbol* symbol = loading.symbols.find(callee.name);
  signature.known = symbol && symbol->sound;
  return signature;
}

std::optional<Callee> parse_callee(Loading& loading, const Node& node, std::string_view what) {
  if (!node.is_scalar() || node.missing) {
    report_wrong_kind(loading, node, "the name of a task or kernel", what);
    return std::nullopt;
  }
  Callee callee;
  callee.name = node.text;
  Symbol* symbol = loading.symbols.find(node.text);
  if (symbol && symbol->kind == SymbolKind::kTask) {
    symbol->used = true;
    callee.number = symbol->number;
    return callee;
  }
  callee.kind = Callee::Kind::kKernel;
  callee.number = find_kernel(node.text);
  if (callee.number >= 0) return callee;
  if (symbol) {
    report(loading, node,
           "'" + node.text + "' is " + described(*symbol) + "; " + std::string(what) +
               " takes a task or a kernel");
  } else if (node.text.starts_with("${")) {
    report(loading, node, std::string(what) + " takes the name of a task or kernel, bare");
  } else if (!loading.symbols.is_tolerated(node.text)) {
    report(loading, node, "unknown task " + in_single_quotes(node.text)).hint =
        suggestion_or_list(loading, node.text, "there are", callable_names(loading));
  }
  return std::nullopt;
}

int32_t parse_plain_task(Loading& loading, const Node& node, std::string_view what) {
  const std::optional<Callee> callee = parse_callee(loading, node, what);
  if (!callee) return -1;
  if (callee->kind == Callee::Kind::kKernel) {
    report(loading, node, std::string(what) + " is a task, not a kernel");
    return -1;
  }
  const Signature signature = signature_of(loading, *callee);
  if (!signature.parameters.empty()) {
    report(loading, node,
           std::string(what) + " is called without arguments, but task '" + node.text +
               "' has parameters")
        .hint = "its parameters are: " + described(signature);
  }
  return callee->number;
}

std::optional<std::vector<const Node*>> match_arguments(Loading& loading, const Callee& callee,
                                                        const Node& at, const Node* args) {
  const Signature signature = signature_of(loading, callee);
  if (!signature.known) return std::nullopt;
  std::vector<const Node*> given(signature.parameters.size(), nullptr);
  const size_t before = loading.errors();
  if (args && args->is_list()) {
    match_list(loading, callee, signature, *args, given);
  } else if (args && args->is_map()) {
    match_map(loading, callee, signature, *args, given);
  } else if (args && described(*args) != "null") {
    const std::string list = written::list_for_tuple(args->text);
    report_wrong_kind(loading, *args, "a map by name, or a list in order", "args").hint =
        list.empty() ? "" : "write args: " + list;
  }
  if (loading.errors() == before) report_missing(loading, callee, signature, at, given);
  if (loading.errors() != before) return std::nullopt;
  return given;
}

std::string described(const Callee& callee) {
  return (callee.kind == Callee::Kind::kTask ? "task '" : "kernel '") + callee.name + "'";
}

std::string described(const Signature& signature) {
  std::vector<std::string> names;
  for (const Parameter& parameter : signature.parameters) {
    if (parameter.process) {
      names.push_back("{" + parameter.name + ": process}");
    } else if (parameter.kind) {
      names.push_back("{" + parameter.name + ": " + std::string(object_kind_name(*parameter.kind)) +
                      "}");
    } else {
      names.push_back(parameter.name);
    }
  }
  return enumerate(names);
}

}  // namespace runner
