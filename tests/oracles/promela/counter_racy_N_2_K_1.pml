/* Written by generate.py: counter_racy(N=2,K=1). */
int x = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> t = x; goto at_1 };
at_1: atomic { (true) -> x = t+1; t = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> t = x; goto at_1 };
at_1: atomic { (true) -> x = t+1; t = 0; goto end_done };
end_done: false
}
