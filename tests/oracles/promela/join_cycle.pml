/* Written by generate.py: join_cycle. */
byte state_A = 0;
byte state_B = 0;

active proctype main() {
at_0: atomic { (true) -> state_A = 1; goto at_1 };
at_1: atomic { (true) -> state_B = 1; goto at_2 };
at_2: atomic { (state_A >= 2) -> goto at_3 };
at_3: atomic { (true) -> goto end_done };
end_done: false
}

active proctype A() {
at_0: atomic { (state_A == 1 && state_B >= 2) -> goto at_1 };
at_1: atomic { (state_A == 1) -> state_A = 2; goto end_done };
end_done: false
}

active proctype B() {
at_0: atomic { (state_B == 1 && state_A >= 2) -> goto at_1 };
at_1: atomic { (state_B == 1) -> state_B = 2; goto end_done };
end_done: false
}
