/* Written by generate.py: counter_racy(N=3,K=2). */
int x = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> t = x; goto at_1 };
at_1: atomic { (true) -> x = t+1; t = 0; goto at_3 };
at_3: atomic { (true) -> t = x; goto at_4 };
at_4: atomic { (true) -> x = t+1; t = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> t = x; goto at_1 };
at_1: atomic { (true) -> x = t+1; t = 0; goto at_3 };
at_3: atomic { (true) -> t = x; goto at_4 };
at_4: atomic { (true) -> x = t+1; t = 0; goto end_done };
end_done: false
}

active proctype p2() {
  int t;
at_0: atomic { (true) -> t = x; goto at_1 };
at_1: atomic { (true) -> x = t+1; t = 0; goto at_3 };
at_3: atomic { (true) -> t = x; goto at_4 };
at_4: atomic { (true) -> x = t+1; t = 0; goto end_done };
end_done: false
}
