// `vectors.h` of the engine with the exponential and the logarithms of glibc's vector mathematics in place of ours, for
// gcc: what a user with a system compiler could have. Called register by register, 64 bytes wide where there is AVX-512.
#ifndef VECTORS_GLIBC_H
#define VECTORS_GLIBC_H
#define exponential own_exponential
#define logarithm own_logarithm
#define log_one_plus own_log_one_plus
#include "own_vectors.h"
#undef exponential
#undef logarithm
#undef log_one_plus

#ifdef __AVX512F__
#define WIDTH 64
#define OF(name) EITHER_NAME(_ZGVeN8v_##name, _ZGVeN16v_##name##f)
#else
#define WIDTH 32
#define OF(name) EITHER_NAME(_ZGVdN4v_##name, _ZGVdN8v_##name##f)
#endif
#ifdef SINGLE
#define EITHER_NAME(of_double, of_single) of_single
#else
#define EITHER_NAME(of_double, of_single) of_double
#endif

typedef real one_register __attribute__((vector_size(WIDTH)));
enum { REGISTERS = sizeof(vec) / WIDTH };

#define BY_REGISTERS(ours, theirs)                                                          \
  one_register theirs(one_register);                                                        \
  INLINE vec ours(vec x) {                                                                  \
    one_register part[REGISTERS];                                                           \
    __builtin_memcpy(part, &x, sizeof x);                                                   \
    for (int k = 0; k < REGISTERS; k++) part[k] = theirs(part[k]);                          \
    __builtin_memcpy(&x, part, sizeof x);                                                   \
    return x;                                                                               \
  }
BY_REGISTERS(exponential, OF(exp))
BY_REGISTERS(logarithm, OF(log))
BY_REGISTERS(log_one_plus, OF(log1p))
#endif
