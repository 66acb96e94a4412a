/* The same problem as counter_locked.yaml; processes never die, which Spin would count. */
#ifndef N
#define N 6
#endif
#ifndef K
#define K 6
#endif
byte mutex;
byte x;
proctype worker() {
  byte t, i;
again:
  atomic { mutex == 0 -> mutex = 1 };
  t = x;
  d_step { x = t + 1; t = 0 };
  atomic {
    mutex = 0;
    i++;
    if
    :: i == K -> i = 0
    :: else -> goto again
    fi
  };
end: false
}
init {
  byte i;
  atomic {
    do
    :: i < N -> run worker(); i++
    :: else -> break
    od;
    i = 0
  }
end: false
}
