/* Written by generate.py: bbuf_wrong(C=1,K=2). */
int empty_ = 1;
int full_ = 0;
int mutex = 1;
int n = 0;

active proctype prod0() {
  int t;
at_0: atomic { (empty_ > 0) -> empty_--; goto at_1 };
at_1: atomic { (mutex > 0) -> mutex--; goto at_2 };
at_2: atomic { (true) -> n = n + 1; t = n; assert(t<=1); t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> full_ = full_ + 1; goto at_7 };
at_7: atomic { (empty_ > 0) -> empty_--; goto at_8 };
at_8: atomic { (mutex > 0) -> mutex--; goto at_9 };
at_9: atomic { (true) -> n = n + 1; t = n; assert(t<=1); t = 0; goto at_12 };
at_12: atomic { (true) -> mutex = mutex + 1; goto at_13 };
at_13: atomic { (true) -> full_ = full_ + 1; goto end_done };
end_done: false
}

active proctype prod1() {
  int t;
at_0: atomic { (empty_ > 0) -> empty_--; goto at_1 };
at_1: atomic { (mutex > 0) -> mutex--; goto at_2 };
at_2: atomic { (true) -> n = n + 1; t = n; assert(t<=1); t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> full_ = full_ + 1; goto at_7 };
at_7: atomic { (empty_ > 0) -> empty_--; goto at_8 };
at_8: atomic { (mutex > 0) -> mutex--; goto at_9 };
at_9: atomic { (true) -> n = n + 1; t = n; assert(t<=1); t = 0; goto at_12 };
at_12: atomic { (true) -> mutex = mutex + 1; goto at_13 };
at_13: atomic { (true) -> full_ = full_ + 1; goto end_done };
end_done: false
}

active proctype cons0() {
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (full_ > 0) -> full_--; goto at_2 };
at_2: atomic { (true) -> n = n + -1; t = n; assert(t>=0); t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> empty_ = empty_ + 1; goto at_7 };
at_7: atomic { (mutex > 0) -> mutex--; goto at_8 };
at_8: atomic { (full_ > 0) -> full_--; goto at_9 };
at_9: atomic { (true) -> n = n + -1; t = n; assert(t>=0); t = 0; goto at_12 };
at_12: atomic { (true) -> mutex = mutex + 1; goto at_13 };
at_13: atomic { (true) -> empty_ = empty_ + 1; goto end_done };
end_done: false
}

active proctype cons1() {
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (full_ > 0) -> full_--; goto at_2 };
at_2: atomic { (true) -> n = n + -1; t = n; assert(t>=0); t = 0; goto at_5 };
at_5: atomic { (true) -> mutex = mutex + 1; goto at_6 };
at_6: atomic { (true) -> empty_ = empty_ + 1; goto at_7 };
at_7: atomic { (mutex > 0) -> mutex--; goto at_8 };
at_8: atomic { (full_ > 0) -> full_--; goto at_9 };
at_9: atomic { (true) -> n = n + -1; t = n; assert(t>=0); t = 0; goto at_12 };
at_12: atomic { (true) -> mutex = mutex + 1; goto at_13 };
at_13: atomic { (true) -> empty_ = empty_ + 1; goto end_done };
end_done: false
}
