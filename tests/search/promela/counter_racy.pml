/* The same problem as counter_racy.yaml; processes never die, which Spin would count. */
#ifndef N
#define N 3
#endif
#ifndef K
#define K 6
#endif
byte x;
proctype worker() {
  byte t, i;
again:
  t = x;
  atomic {
    x = t + 1;
    t = 0;
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
