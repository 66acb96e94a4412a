/* Written by generate.py: counter_locked(N=2,K=5). */
int x = 0;
bit m = 0;

active proctype p0() {
  int t;
at_0: atomic { (m == 0) -> m = 1; goto at_1 };
at_1: atomic { (true) -> t = x; goto at_2 };
at_2: atomic { (true) -> x = t+1; t = 0; goto at_4 };
at_4: atomic { (true) -> m = 0; goto at_5 };
at_5: atomic { (m == 0) -> m = 1; goto at_6 };
at_6: atomic { (true) -> t = x; goto at_7 };
at_7: atomic { (true) -> x = t+1; t = 0; goto at_9 };
at_9: atomic { (true) -> m = 0; goto at_10 };
at_10: atomic { (m == 0) -> m = 1; goto at_11 };
at_11: atomic { (true) -> t = x; goto at_12 };
at_12: atomic { (true) -> x = t+1; t = 0; goto at_14 };
at_14: atomic { (true) -> m = 0; goto at_15 };
at_15: atomic { (m == 0) -> m = 1; goto at_16 };
at_16: atomic { (true) -> t = x; goto at_17 };
at_17: atomic { (true) -> x = t+1; t = 0; goto at_19 };
at_19: atomic { (true) -> m = 0; goto at_20 };
at_20: atomic { (m == 0) -> m = 1; goto at_21 };
at_21: atomic { (true) -> t = x; goto at_22 };
at_22: atomic { (true) -> x = t+1; t = 0; goto at_24 };
at_24: atomic { (true) -> m = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (m == 0) -> m = 1; goto at_1 };
at_1: atomic { (true) -> t = x; goto at_2 };
at_2: atomic { (true) -> x = t+1; t = 0; goto at_4 };
at_4: atomic { (true) -> m = 0; goto at_5 };
at_5: atomic { (m == 0) -> m = 1; goto at_6 };
at_6: atomic { (true) -> t = x; goto at_7 };
at_7: atomic { (true) -> x = t+1; t = 0; goto at_9 };
at_9: atomic { (true) -> m = 0; goto at_10 };
at_10: atomic { (m == 0) -> m = 1; goto at_11 };
at_11: atomic { (true) -> t = x; goto at_12 };
at_12: atomic { (true) -> x = t+1; t = 0; goto at_14 };
at_14: atomic { (true) -> m = 0; goto at_15 };
at_15: atomic { (m == 0) -> m = 1; goto at_16 };
at_16: atomic { (true) -> t = x; goto at_17 };
at_17: atomic { (true) -> x = t+1; t = 0; goto at_19 };
at_19: atomic { (true) -> m = 0; goto at_20 };
at_20: atomic { (m == 0) -> m = 1; goto at_21 };
at_21: atomic { (true) -> t = x; goto at_22 };
at_22: atomic { (true) -> x = t+1; t = 0; goto at_24 };
at_24: atomic { (true) -> m = 0; goto end_done };
end_done: false
}
