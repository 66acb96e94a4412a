/* Written by generate.py: h2o_ok(NO=1). */
int mutex = 1;
int oxygen = 0;
int hydrogen = 0;
int oxyQ = 0;
int hydroQ = 0;
int mol = 0;
byte arrived_b;
byte waits_b[3]; /* 1: waits, 2: may pass */

active proctype o0() {
  int a;
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (true) -> oxygen = oxygen + 1; a = oxygen; goto at_2 };
at_2: atomic { (true) -> t = hydrogen; if :: (t>=2) -> t = 0; a = 0; goto at_10 :: else -> t = 0; a = 0; goto at_6 fi };
at_6: atomic { (true) -> mutex = mutex + 1; goto at_15 };
at_10: atomic { (true) -> hydroQ = hydroQ + 2; goto at_11 };
at_11: atomic { (true) -> hydrogen = hydrogen + -2; goto at_12 };
at_12: atomic { (true) -> oxyQ = oxyQ + 1; goto at_13 };
at_13: atomic { (true) -> oxygen = oxygen + -1; t = 0; goto at_15 };
at_15: atomic { (oxyQ > 0) -> oxyQ--; goto at_16 };
at_16: atomic { (true) -> mol = mol + 10; t = mol; assert(t==10 || t==11 || t==12); t = 0; goto at_19 };
at_19: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto at_20 :: else -> waits_b[0] = 1; goto at_19_again fi };
at_19_again: atomic { (waits_b[0] == 2) -> waits_b[0] = 0; goto at_20 };
at_20: atomic { (true) -> mol = mol + -12; goto at_21 };
at_21: atomic { (true) -> mutex = mutex + 1; goto end_done };
end_done: false
}

active proctype h0() {
  int a;
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (true) -> hydrogen = hydrogen + 1; a = hydrogen; goto at_2 };
at_2: atomic { (true) -> t = oxygen; if :: (a>=2 && t>=1) -> t = 0; a = 0; goto at_10 :: else -> t = 0; a = 0; goto at_6 fi };
at_6: atomic { (true) -> mutex = mutex + 1; goto at_15 };
at_10: atomic { (true) -> hydroQ = hydroQ + 2; goto at_11 };
at_11: atomic { (true) -> hydrogen = hydrogen + -2; goto at_12 };
at_12: atomic { (true) -> oxyQ = oxyQ + 1; goto at_13 };
at_13: atomic { (true) -> oxygen = oxygen + -1; t = 0; goto at_15 };
at_15: atomic { (hydroQ > 0) -> hydroQ--; goto at_16 };
at_16: atomic { (true) -> mol = mol + 1; t = mol; assert(t==1 || t==2 || t==11 || t==12); t = 0; goto at_19 };
at_19: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto end_done :: else -> waits_b[1] = 1; goto at_19_again fi };
at_19_again: atomic { (waits_b[1] == 2) -> waits_b[1] = 0; goto end_done };
end_done: false
}

active proctype h1() {
  int a;
  int t;
at_0: atomic { (mutex > 0) -> mutex--; goto at_1 };
at_1: atomic { (true) -> hydrogen = hydrogen + 1; a = hydrogen; goto at_2 };
at_2: atomic { (true) -> t = oxygen; if :: (a>=2 && t>=1) -> t = 0; a = 0; goto at_10 :: else -> t = 0; a = 0; goto at_6 fi };
at_6: atomic { (true) -> mutex = mutex + 1; goto at_15 };
at_10: atomic { (true) -> hydroQ = hydroQ + 2; goto at_11 };
at_11: atomic { (true) -> hydrogen = hydrogen + -2; goto at_12 };
at_12: atomic { (true) -> oxyQ = oxyQ + 1; goto at_13 };
at_13: atomic { (true) -> oxygen = oxygen + -1; t = 0; goto at_15 };
at_15: atomic { (hydroQ > 0) -> hydroQ--; goto at_16 };
at_16: atomic { (true) -> mol = mol + 1; t = mol; assert(t==1 || t==2 || t==11 || t==12); t = 0; goto at_19 };
at_19: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; if :: waits_b[2] == 1 -> waits_b[2] = 2 :: else fi; goto end_done :: else -> waits_b[2] = 1; goto at_19_again fi };
at_19_again: atomic { (waits_b[2] == 2) -> waits_b[2] = 0; goto end_done };
end_done: false
}
