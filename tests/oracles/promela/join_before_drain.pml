/* Written by generate.py: join_before_drain. */
chan q = [1] of { int };
byte state_C = 0;

active proctype main() {
  int t;
at_0: atomic { (true) -> state_C = 1; goto at_1 };
at_1: atomic { (state_C >= 2) -> goto at_2 };
at_2: atomic { (nempty(q)) -> q?t; goto at_3 };
at_3: atomic { (nempty(q)) -> q?t; goto at_4 };
at_4: atomic { (true) -> goto end_done };
end_done: false
}

active proctype C() {
at_0: atomic { (state_C == 1 && nfull(q)) -> q!1; goto at_1 };
at_1: atomic { (state_C == 1 && nfull(q)) -> q!2; goto at_2 };
at_2: atomic { (state_C == 1) -> state_C = 2; goto end_done };
end_done: false
}
