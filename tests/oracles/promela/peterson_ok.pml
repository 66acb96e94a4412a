/* Written by generate.py: peterson_ok. */
int flag0 = 0;
int flag1 = 0;
int turn = 0;
int cs = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> flag0 = 1; goto at_1 };
at_1: atomic { (true) -> turn = 1; goto at_2 };
at_2: atomic { (true) -> t = flag1; if :: (t==0) -> t = 0; goto at_9 :: else -> goto at_4 fi };
at_4: atomic { (true) -> t = turn; if :: (t==0) -> t = 0; goto at_9 :: else -> t = 0; goto at_2 fi };
at_9: atomic { (true) -> cs = cs + 1; t = cs; assert(t==1); t = 0; goto at_12 };
at_12: atomic { (true) -> cs = cs + -1; goto at_13 };
at_13: atomic { (true) -> flag0 = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> flag1 = 1; goto at_1 };
at_1: atomic { (true) -> turn = 0; goto at_2 };
at_2: atomic { (true) -> t = flag0; if :: (t==0) -> t = 0; goto at_9 :: else -> goto at_4 fi };
at_4: atomic { (true) -> t = turn; if :: (t==1) -> t = 0; goto at_9 :: else -> t = 0; goto at_2 fi };
at_9: atomic { (true) -> cs = cs + 1; t = cs; assert(t==1); t = 0; goto at_12 };
at_12: atomic { (true) -> cs = cs + -1; goto at_13 };
at_13: atomic { (true) -> flag1 = 0; goto end_done };
end_done: false
}
