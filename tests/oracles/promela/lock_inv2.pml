/* Written by generate.py: lock_inv2. */
bit A = 0;
bit B = 0;

active proctype p0() {
at_0: atomic { (A == 0) -> A = 1; goto at_1 };
at_1: atomic { (B == 0) -> B = 1; goto at_2 };
at_2: atomic { (true) -> B = 0; goto at_3 };
at_3: atomic { (true) -> A = 0; goto end_done };
end_done: false
}

active proctype p1() {
at_0: atomic { (B == 0) -> B = 1; goto at_1 };
at_1: atomic { (A == 0) -> A = 1; goto at_2 };
at_2: atomic { (true) -> A = 0; goto at_3 };
at_3: atomic { (true) -> B = 0; goto end_done };
end_done: false
}
