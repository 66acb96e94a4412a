/* Written by generate.py: store_buffer. */
int x = 0;
int y = 0;
int r0 = 0;
int r1 = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> x = 1; goto at_1 };
at_1: atomic { (true) -> t = y; goto at_2 };
at_2: atomic { (true) -> r0 = t; t = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> y = 1; goto at_1 };
at_1: atomic { (true) -> t = x; goto at_2 };
at_2: atomic { (true) -> r1 = t; t = 0; goto end_done };
end_done: false
}
