#include "expr/ast.h"

#include <cmath>

#include "base/text.h"
#include "expr/text_form.h"

namespace runner {
namespace {

void append_literal(std::string& out, const Value& value);

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += "01234567"[byte >> 4];
      out += "0123456789abcdef"[byte & 0xF];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
}

void append_double(std::string& out, double value) {
  out += std::isfinite(value) ? double_text(value) : "double(\"" + double_text(value) + "\")";
}

void append_list_literal(std::string& out, const std::vector<Value>& items) {
  const char* separator = "";
  out += '[';
  for (const Value& item : items) {
    out += separator;
    append_literal(out, item);
    separator = ", ";
  }
  out += ']';
}

void append_map_literal(std::string& out, const MapBody& map) {
  const char* separator = "";
  out += '{';
  for (const auto& [key, item] : map.entries()) {
    out += separator;
    append_literal(out, key);
    out += ": ";
    append_literal(out, item);
    separator = ", ";
  }
  out += '}';
}

void append_literal(std::string& out, const Value& value) {
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is_double()) {
    append_double(out, value.as_double());
  } else if (value.is_string()) {
    out += '"';
    append_escaped(out, value.as_string());
    out += '"';
  } else if (value.is_list()) {
    append_list_literal(out, value.as_list());
  } else if (value.is_map()) {
    append_map_literal(out, value.as_map());
  } else {
    append_text(out, value);
  }
}

class TextOf {
 public:
  explicit TextOf(std::string& out) : out_(out) {}

  void node(const Ast& ast) {
    switch (ast.kind) {
      case AstKind::kLiteral:
        append_literal(out_, ast.value);
        break;
      case AstKind::kName:
        out_ += ast.name;
        break;
      case AstKind::kSelect:
        select(ast);
        break;
      case AstKind::kIndex:
        operand(ast.children[0]);
        list('[', ast, 1, ']');
        break;
      case AstKind::kCall:
        call(ast);
        break;
      case AstKind::kUnary:
        out_ += operator_text(ast.op);
        operand(ast.children[0]);
        break;
      case AstKind::kBinary:
        infix(ast, operator_text(ast.op));
        break;
      case AstKind::kAnd:
        infix(ast, "&&");
        break;
      case AstKind::kOr:
        infix(ast, "||");
        break;
      case AstKind::kConditional:
        conditional(ast);
        break;
      case AstKind::kList:
        list('[', ast, 0, ']');
        break;
      case AstKind::kMap:
        map(ast);
        break;
      case AstKind::kMacro:
        operand(ast.children[0]);
        out_ += '.';
        out_ += macro_name(ast.macro);
        out_ += "(" + ast.name + ", ";
        list(0, ast, 1, ')');
        break;
      case AstKind::kHas:
        out_ += "has";
        list('(', ast, 0, ')');
        break;
      case AstKind::kTemplate:
        text_template(ast);
        break;
      case AstKind::kLocal:
        out_ += '%' + std::to_string(ast.slot);
        break;
      case AstKind::kInput:
        out_ += '#' + std::to_string(ast.slot);
        break;
    }
  }

 private:
  // What an operator or a dot stands beside: numbers in parentheses, so that they stay apart from
  // it.
  void operand(const Ast& ast) {
    const bool number = ast.kind == AstKind::kLiteral && ast.value.is_number();
    if (number || ast.kind == AstKind::kUnary) {
      out_ += '(';
      node(ast);
      out_ += ')';
    } else {
      node(ast);
    }
  }

  void list(char open, const Ast& ast, size_t first, char close) {
    if (open != 0) out_ += open;
    for (size_t i = first; i < ast.children.size(); ++i) {
      if (i > first) out_ += ", ";
      node(ast.children[i]);
    }
    out_ += close;
  }

  void infix(const Ast& ast, std::string_view op) {
    out_ += '(';
    node(ast.children[0]);
    out_ += ' ';
    out_ += op;
    out_ += ' ';
    node(ast.children[1]);
    out_ += ')';
  }

  void select(const Ast& ast) {
    operand(ast.children[0]);
    out_ +=
        is_identifier(ast.name) && is_selectable(ast.name) ? "." + ast.name : ".`" + ast.name + "`";
  }

  void call(const Ast& ast) {
    if (ast.receiver) {
      operand(ast.children[0]);
      out_ += '.';
    }
    out_ += ast.name;
    list('(', ast, ast.receiver ? 1 : 0, ')');
  }

  void conditional(const Ast& ast) {
    out_ += '(';
    node(ast.children[0]);
    out_ += " ? ";
    node(ast.children[1]);
    out_ += " : ";
    node(ast.children[2]);
    out_ += ')';
  }

  void map(const Ast& ast) {
    out_ += '{';
    for (size_t i = 0; i + 1 < ast.children.size(); i += 2) {
      if (i > 0) out_ += ", ";
      node(ast.children[i]);
      out_ += ": ";
      node(ast.children[i + 1]);
    }
    out_ += '}';
  }

  void text_template(const Ast& ast) {
    out_ += '"';
    for (const Ast& part : ast.children) {
      if (part.kind == AstKind::kLiteral && part.value.is_string()) {
        template_text(part.value.as_string());
      } else {
        out_ += "${";
        node(part);
        out_ += '}';
      }
    }
    out_ += '"';
  }

  void template_text(std::string_view text) {
    for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
      append_escaped(out_, text.substr(0, at));
      out_ += "$${";
      text.remove_prefix(at + 2);
    }
    append_escaped(out_, text);
  }

  std::string& out_;
};

}  // namespace

std::string_view operator_text(Operator op) {
  static constexpr std::string_view kTexts[] = {"!", "-",  "+", "-",  "*",  "/",  "%",
                                                "<", "<=", ">", ">=", "==", "!=", "in"};
  return kTexts[static_cast<size_t>(op)];
}

std::string_view macro_name(Macro macro) {
  static constexpr std::string_view kNames[] = {"all", "exists", "exists_one", "filter", "map"};
  return kNames[static_cast<size_t>(macro)];
}

bool is_selectable(std::string_view name) {
  return name != "true" && name != "false" && name != "null" && name != "in";
}

std::string ast_text(const Ast& ast) {
  std::string text;
  TextOf(text).node(ast);
  return text;
}

}  // namespace runner
