/* Written by generate.py: barrier_rounds(N=3,R=3). */
byte arrived_b;
byte waits_b[3]; /* 1: waits, 2: may pass */
int arrived = 0;

active proctype p0() {
  int t;
at_0: atomic { (true) -> arrived = arrived + 1; goto at_1 };
at_1: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_2 :: else -> waits_b[0] = 1; goto at_1_again fi };
at_1_again: atomic { (waits_b[0] == 2) -> waits_b[0] = 0; goto at_2 };
at_2: atomic { (true) -> t = arrived; assert(t>=3); t = 0; goto at_5 };
at_5: atomic { (true) -> arrived = arrived + 1; goto at_6 };
at_6: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_7 :: else -> waits_b[0] = 1; goto at_6_again fi };
at_6_again: atomic { (waits_b[0] == 2) -> waits_b[0] = 0; goto at_7 };
at_7: atomic { (true) -> t = arrived; assert(t>=6); t = 0; goto at_10 };
at_10: atomic { (true) -> arrived = arrived + 1; goto at_11 };
at_11: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_12 :: else -> waits_b[0] = 1; goto at_11_again fi };
at_11_again: atomic { (waits_b[0] == 2) -> waits_b[0] = 0; goto at_12 };
at_12: atomic { (true) -> t = arrived; assert(t>=9); t = 0; goto end_done };
end_done: false
}

active proctype p1() {
  int t;
at_0: atomic { (true) -> arrived = arrived + 1; goto at_1 };
at_1: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_2 :: else -> waits_b[1] = 1; goto at_1_again fi };
at_1_again: atomic { (waits_b[1] == 2) -> waits_b[1] = 0; goto at_2 };
at_2: atomic { (true) -> t = arrived; assert(t>=3); t = 0; goto at_5 };
at_5: atomic { (true) -> arrived = arrived + 1; goto at_6 };
at_6: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_7 :: else -> waits_b[1] = 1; goto at_6_again fi };
at_6_again: atomic { (waits_b[1] == 2) -> waits_b[1] = 0; goto at_7 };
at_7: atomic { (true) -> t = arrived; assert(t>=6); t = 0; goto at_10 };
at_10: atomic { (true) -> arrived = arrived + 1; goto at_11 };
at_11: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_12 :: else -> waits_b[1] = 1; goto at_11_again fi };
at_11_again: atomic { (waits_b[1] == 2) -> waits_b[1] = 0; goto at_12 };
at_12: atomic { (true) -> t = arrived; assert(t>=9); t = 0; goto end_done };
end_done: false
}

active proctype p2() {
  int t;
at_0: atomic { (true) -> arrived = arrived + 1; goto at_1 };
at_1: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_2 :: else -> waits_b[2] = 1; goto at_1_again fi };
at_1_again: atomic { (waits_b[2] == 2) -> waits_b[2] = 0; goto at_2 };
at_2: atomic { (true) -> t = arrived; assert(t>=3); t = 0; goto at_5 };
at_5: atomic { (true) -> arrived = arrived + 1; goto at_6 };
at_6: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_7 :: else -> waits_b[2] = 1; goto at_6_again fi };
at_6_again: atomic { (waits_b[2] == 2) -> waits_b[2] = 0; goto at_7 };
at_7: atomic { (true) -> t = arrived; assert(t>=6); t = 0; goto at_10 };
at_10: atomic { (true) -> arrived = arrived + 1; goto at_11 };
at_11: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_12 :: else -> waits_b[2] = 1; goto at_11_again fi };
at_11_again: atomic { (waits_b[2] == 2) -> waits_b[2] = 0; goto at_12 };
at_12: atomic { (true) -> t = arrived; assert(t>=9); t = 0; goto end_done };
end_done: false
}
