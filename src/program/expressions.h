// Expressions and references as instructions.
#pragma once

#include <functional>

#include "program/routine_builder.h"

namespace runner {

// Emits the reads of the expression, then its computation. Returns the slot with the value: a
// temporary, or the local itself when the expression is just one.
int32_t emit_value(RoutineBuilder& builder, const Expression& expression);

// The same, into the slot given.
void emit_value_into(RoutineBuilder& builder, const Expression& expression, int32_t slot);

// Emits the reads, then a jump to `target` when the condition is `when`.
void emit_branch(RoutineBuilder& builder, const Expression& condition, bool when,
                 RoutineBuilder::Label target);

// The operand for one object or process; evaluates its index.
Operand emit_operand(RoutineBuilder& builder, const Reference& reference);

// Emits `body` for every target of every reference, in order: the members of a whole array, the
// elements of a local that holds a list of processes.
void emit_for_each(RoutineBuilder& builder, const CompactVector<Reference>& references,
                   const std::function<void(const Operand&, const Reference&)>& body);

// A slot with a value that refers to the target (for object parameters and wait's lists).
void emit_reference_into(RoutineBuilder& builder, const Operand& operand, int32_t slot);

}  // namespace runner
