/* Written by generate.py: counter_atomic(N=3,K=3). */
int x = 0;

active proctype p0() {
at_0: atomic { (true) -> x = x + 1; goto at_1 };
at_1: atomic { (true) -> x = x + 1; goto at_2 };
at_2: atomic { (true) -> x = x + 1; goto end_done };
end_done: false
}

active proctype p1() {
at_0: atomic { (true) -> x = x + 1; goto at_1 };
at_1: atomic { (true) -> x = x + 1; goto at_2 };
at_2: atomic { (true) -> x = x + 1; goto end_done };
end_done: false
}

active proctype p2() {
at_0: atomic { (true) -> x = x + 1; goto at_1 };
at_1: atomic { (true) -> x = x + 1; goto at_2 };
at_2: atomic { (true) -> x = x + 1; goto end_done };
end_done: false
}
