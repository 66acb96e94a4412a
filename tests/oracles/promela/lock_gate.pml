/* Written by generate.py: lock_gate. */
bit G = 0;
bit A = 0;
bit B = 0;

active proctype p0() {
at_0: atomic { (G == 0) -> G = 1; goto at_1 };
at_1: atomic { (A == 0) -> A = 1; goto at_2 };
at_2: atomic { (B == 0) -> B = 1; goto at_3 };
at_3: atomic { (true) -> B = 0; goto at_4 };
at_4: atomic { (true) -> A = 0; goto at_5 };
at_5: atomic { (true) -> G = 0; goto end_done };
end_done: false
}

active proctype p1() {
at_0: atomic { (G == 0) -> G = 1; goto at_1 };
at_1: atomic { (B == 0) -> B = 1; goto at_2 };
at_2: atomic { (A == 0) -> A = 1; goto at_3 };
at_3: atomic { (true) -> A = 0; goto at_4 };
at_4: atomic { (true) -> B = 0; goto at_5 };
at_5: atomic { (true) -> G = 0; goto end_done };
end_done: false
}
