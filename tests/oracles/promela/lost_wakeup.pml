/* Written by generate.py: lost_wakeup. */
int ready = 0;
bit m = 0;
byte waits_c[2]; /* 1: waits, 2: was notified */

active proctype consumer() {
  int t;
at_0: atomic { (true) -> t = ready; if :: (t==1) -> t = 0; goto end_done :: else -> goto at_2 fi };
at_2: atomic { (m == 0) -> m = 1; goto at_3 };
at_3: atomic { (true) -> m = 0; waits_c[0] = 1; goto at_3_again };
at_3_again: atomic { (waits_c[0] == 2 && m == 0) -> waits_c[0] = 0; m = 1; goto at_4 };
at_4: atomic { (true) -> m = 0; t = 0; goto end_done };
end_done: false
}

active proctype producer() {
at_0: atomic { (true) -> ready = 1; goto at_1 };
at_1: atomic { (m == 0) -> m = 1; goto at_2 };
at_2: atomic { (true) -> if :: waits_c[0] == 1 -> waits_c[0] = 2 :: waits_c[1] == 1 -> waits_c[1] = 2 :: else fi; goto at_3 };
at_3: atomic { (true) -> m = 0; goto end_done };
end_done: false
}
