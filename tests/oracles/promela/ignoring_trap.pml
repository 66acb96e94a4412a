/* Written by generate.py: ignoring_trap. */
int a = 0;
int y = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> t = a; if :: (t==0) -> goto at_0 :: else -> t = 0; goto end_done fi };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> y = y + 1; t = y; assert(t<1); t = 0; goto end_done };
end_done: false
}
