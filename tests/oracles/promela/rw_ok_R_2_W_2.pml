/* Written by generate.py: rw_ok(R=2,W=2). */
int mutex = 1;
int empty_ = 1;
int readers = 0;
int room = 0;

active proctype r0() {
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (true) -> readers = readers + 1; t = readers; if :: (t!=1) -> t = 0; goto at_5 :: else -> goto at_3 fi };
at_3: atomic { (empty_ > 0) -> empty_--; t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> room = room + 1; t = room; assert(t<100); t = 0; goto at_9 };
at_9: atomic { (true) -> room = room + -1; goto at_10 };
at_10: atomic { (mutex > 0) -> mutex--; goto at_11 };
at_11: atomic { (true) -> readers = readers + -1; t = readers; if :: (t!=0) -> t = 0; goto at_15 :: else -> goto at_13 fi };
at_13: atomic { (true) -> empty_ = empty_ + 1; t = 0; goto at_15 };
at_15: atomic { (true) -> mutex = mutex + 1; goto end_done };
end_done: false
}

active proctype r1() {
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (true) -> readers = readers + 1; t = readers; if :: (t!=1) -> t = 0; goto at_5 :: else -> goto at_3 fi };
at_3: atomic { (empty_ > 0) -> empty_--; t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> room = room + 1; t = room; assert(t<100); t = 0; goto at_9 };
at_9: atomic { (true) -> room = room + -1; goto at_10 };
at_10: atomic { (mutex > 0) -> mutex--; goto at_11 };
at_11: atomic { (true) -> readers = readers + -1; t = readers; if :: (t!=0) -> t = 0; goto at_15 :: else -> goto at_13 fi };
at_13: atomic { (true) -> empty_ = empty_ + 1; t = 0; goto at_15 };
at_15: atomic { (true) -> mutex = mutex + 1; goto end_done };
end_done: false
}

active proctype w0() {
  int t;
at_0: atomic { (empty_ > 0) -> empty_--; goto at_1 };
at_1: atomic { (true) -> room = room + 100; t = room; assert(t==100); t = 0; goto at_4 };
at_4: atomic { (true) -> room = room + -100; goto at_5 };
at_5: atomic { (true) -> empty_ = empty_ + 1; goto end_done };
end_done: false
}

active proctype w1() {
  int t;
at_0: atomic { (empty_ > 0) -> empty_--; goto at_1 };
at_1: atomic { (true) -> room = room + 100; t = room; assert(t==100); t = 0; goto at_4 };
at_4: atomic { (true) -> room = room + -100; goto at_5 };
at_5: atomic { (true) -> empty_ = empty_ + 1; goto end_done };
end_done: false
}
