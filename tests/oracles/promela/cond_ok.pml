/* Written by generate.py: cond_ok. */
int ready = 0;
bit m = 0;
byte waits_c[2]; /* 1: waits, 2: was notified */

active proctype consumer() {
  int t;
at_0: atomic { (m == 0) -> m = 1; goto at_1 };
at_1: atomic { (true) -> t = ready; if :: (t==1) -> t = 0; goto at_6 :: else -> goto at_3 fi };
at_3: atomic { (true) -> m = 0; waits_c[0] = 1; goto at_3_again };
at_3_again: atomic { (waits_c[0] == 2 && m == 0) -> waits_c[0] = 0; m = 1; goto at_1 };
at_6: atomic { (true) -> m = 0; goto end_done };
end_done: false
}

active proctype producer() {
at_0: atomic { (m == 0) -> m = 1; goto at_1 };
at_1: atomic { (true) -> ready = 1; goto at_2 };
at_2: atomic { (true) -> if :: waits_c[0] == 1 -> waits_c[0] = 2 :: waits_c[1] == 1 -> waits_c[1] = 2 :: else fi; goto at_3 };
at_3: atomic { (true) -> m = 0; goto end_done };
end_done: false
}
