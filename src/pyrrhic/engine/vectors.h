// Mathematics on LANES members side by side, for generated C (C11, clang or gcc): no library, no tables, no branches.
// Before inclusion: LANES is a power of two; SINGLE, if defined, means float32. LANES 1 gives plain scalars, which jump
// where a logarithm meets an edge.
// Not for -ffast-math. Errors are in units in the last place (ulp) of the exact result: the largest of many
// million points, of which tests/engine/test_vectors.py tries some.
#ifndef VECTORS_H
#define VECTORS_H
#include <stdint.h>

#ifdef SINGLE
#define EITHER(of_double, of_single) ((real)(of_single))
typedef float real;
typedef int32_t whole;
typedef uint32_t natural;
enum { FRACTION_BITS = 23, BIAS = 127 };        // BIAS: what a number stores for the exponent 0
#define ROOT_HALF ((natural)0x3F3504F3)         // the bits of about sqrt(1/2)
#else
#define EITHER(of_double, of_single) ((real)(of_double))
typedef double real;
typedef int64_t whole;
typedef uint64_t natural;
enum { FRACTION_BITS = 52, BIAS = 1023 };
#define ROOT_HALF ((natural)0x3FE6A09E << 32)
#endif
#define EXPONENT ((natural)(2 * BIAS + 1) << FRACTION_BITS)  // the bits that hold the exponent
#define TWO ((natural)(BIAS + 1) << FRACTION_BITS)  // the bits of 2
#define SHIFTER EITHER(0x1.8p52, 0x1.8p23)      // added to a number, leaves its nearest integer in the lowest bits
#define LN2_HIGH EITHER(0x1.62e42feep-1, 0x1.62e4p-1)  // ends in zeros, so that an exponent times it is exact
#define LN2_LOW EITHER(0x1.a39ef35793c76p-33, 0x1.7f7d1cp-20)

#if LANES == 1
#define SIDE_BY_SIDE
#else
#define SIDE_BY_SIDE __attribute__((vector_size(LANES * sizeof(real))))
#endif
typedef real vec SIDE_BY_SIDE;
typedef whole mask SIDE_BY_SIDE;       // each lane 0 (no) or -1 (yes), so that &, | and ~ combine masks
typedef natural pattern SIDE_BY_SIDE;  // the bits of a vec

// Every function is inlined, so how a call passes vectors (what -Wpsabi warns of) does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))

// x in every lane; exact (taking 0 away keeps the sign of -0, adding it would not).
INLINE vec all_of(real x) { return x - (vec){0}; }
// The bits of x, and the number with these bits; exact.
INLINE pattern bits_of(vec x) { pattern p; __builtin_memcpy(&p, &x, sizeof p); return p; }
INLINE vec from_bits(pattern p) { vec x; __builtin_memcpy(&x, &p, sizeof x); return x; }

// Comparisons, false for NaN, and pick: a where the mask says yes, else b, whatever the other holds; exact.
// pick_rarely is for masks that almost never say yes: a scalar then jumps, which costs less than choosing.
#if LANES == 1
INLINE mask less(vec a, vec b) { return -(mask)(a < b); }
INLINE mask at_most(vec a, vec b) { return -(mask)(a <= b); }
INLINE mask equal(vec a, vec b) { return -(mask)(a == b); }
INLINE vec pick(mask m, vec a, vec b) { return m ? a : b; }
INLINE vec pick_rarely(mask m, vec a, vec b) { return __builtin_expect(m != 0, 0) ? a : b; }
#else
INLINE mask less(vec a, vec b) { return (mask)(a < b); }
INLINE mask at_most(vec a, vec b) { return (mask)(a <= b); }
INLINE mask equal(vec a, vec b) { return (mask)(a == b); }
INLINE vec pick(mask m, vec a, vec b) { return from_bits(((pattern)m & bits_of(a)) | (~(pattern)m & bits_of(b))); }
INLINE vec pick_rarely(mask m, vec a, vec b) { return pick(m, a, b); }
#endif

// NumPy's minimum, NaN if either is; exact.
INLINE vec lesser(vec a, vec b) { return pick(equal(a, a), pick(less(a, b), a, b), a); }
// NumPy's maximum, NaN if either is; exact.
INLINE vec greater_of(vec a, vec b) { return pick(equal(a, a), pick(less(b, a), a, b), a); }
// |x| by clearing the sign bit; exact.
INLINE vec absolute(vec x) { return from_bits(bits_of(x) & ((natural)-1 >> 1)); }

// The machine's square root, at most 0.5 ulp; gcc has no builtin for vectors, but knows the loop for one.
INLINE vec square_root(vec x) {
#if __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#else
  real *lane = (real *)&x;
  for (int k = 0; k < LANES; k++) lane[k] = (real)__builtin_sqrt(lane[k]);
  return x;
#endif
}

// Sum of term[k] x^k; even and odd powers in two sums, so that neither waits for the other.
#define SERIES(x, term) series(x, term, sizeof(term) / sizeof(real))
INLINE vec series(vec x, const real *term, int terms) {
  int last_even = (terms - 1) & ~1, last_odd = (terms - 2) | 1;
  vec square = x * x, even = all_of(term[last_even]), odd = all_of(term[last_odd]);
  for (int k = last_even - 2; k >= 0; k -= 2) even = even * square + term[k];
  for (int k = last_odd - 2; k >= 1; k -= 2) odd = odd * square + term[k];
  return odd * x + even;
}

// e^x as 2^n e^r, |r| < 0.35, e^r by a least-greatest-error polynomial; at most 1.08 ulp in double, 1.05 in single.
INLINE vec exponential(vec x) {
#ifdef SINGLE
  static const real term[] = {0x1.fffffcp-2, 0x1.555492p-3, 0x1.5558f2p-5, 0x1.1239cep-7, 0x1.6a234ep-10};
#else
  static const real term[] = {0x1.000000000000ap-1, 0x1.55555555554f9p-3, 0x1.55555555508a2p-5, 0x1.1111111127e8ap-7,
    0x1.6c16c184237f8p-10, 0x1.a01a0129869d9p-13, 0x1.a0199a1b2a84bp-16, 0x1.71df26f33dddap-19, 0x1.28ad66f379e56p-22,
    0x1.ad7d208398d5cp-26};
#endif
  vec low = all_of(EITHER(-746, -104)), high = all_of(EITHER(710, 89));  // 0 and infinity begin before these
  x = pick(less(x, low), low, x);
  x = pick(less(high, x), high, x);
  const real shifter = SHIFTER + 2 * BIAS;  // with the bias of two factors, because 2^n itself may be no number
  vec shifted = x * EITHER(0x1.71547652b82fep0, 0x1.715476p0) + shifter, n = shifted - shifter;
  vec r = x - n * LN2_HIGH - n * LN2_LOW, e_to_r = 1 + (r + r * r * SERIES(r, term));
  pattern biased = bits_of(shifted), half = biased >> 1;
  return e_to_r * from_bits(half << FRACTION_BITS) * from_bits((biased - half) << FRACTION_BITS);
}

// The exponent of y, plus one, in the exponent's bits, if y is written m 2^n with m from sqrt(1/2) to sqrt(2); exact.
INLINE pattern exponent_of(vec y) { return bits_of(y) + (TWO - ROOT_HALF); }
// 2^-n from exponent_of(m 2^n); infinity for infinity and NaN; exact.
INLINE vec power_down(pattern exponent) { return from_bits(~exponent & EXPONENT); }

// log y + raise ln 2 where f = y / 2^n - 1, by s = f / (2 + f) and the series of log((1 + s) / (1 - s)) in s^2.
INLINE vec logarithm_of(vec y, vec f, pattern exponent, vec raise) {
#ifdef SINGLE
  static const real term[] = {0x1.55557ap-1, 0x1.995ebap-2, 0x1.31e2eap-2};
#else
  static const real term[] = {0x1.5555555555592p-1, 0x1.999999997fdc5p-2, 0x1.24924941f0c74p-2, 0x1.c71c52095725fp-3,
    0x1.74663ef807910p-3, 0x1.39a1b7f8cc26ep-3, 0x1.2f058887f374ep-3};
#endif
  vec shifted = from_bits((exponent >> FRACTION_BITS) + bits_of(all_of(SHIFTER)));
  vec minus_n = (SHIFTER + BIAS + 1 - raise) - shifted;  // -n and not n, so that n = 0 leaves f = -0 as it is
  vec g = pick(less(f, all_of(2)), f, all_of(2));        // infinity and NaN go round the series, by the last sum
  vec s = g / (2 + g), s2 = s * s;
  vec rest = s * (s2 * SERIES(s2, term) - g) - minus_n * LN2_LOW;
  vec edge = pick(less(y, all_of(0)), all_of((real)__builtin_nan("")), all_of((real)-__builtin_inf()));
  return pick_rarely(at_most(y, all_of(0)), edge, f + rest - minus_n * LN2_HIGH);
}

// log x from y = x / 4 (so that 2^-n is a number), or 2^54 x if x is tiny; at most 0.95 ulp in double, 0.96 in single.
INLINE vec logarithm(vec x) {
  mask tiny = less(x, all_of(EITHER(0x1p-1020, 0x1p-124)));  // x / 4 is below the normal numbers
  vec y = x * pick_rarely(tiny, all_of((real)0x1p54), all_of((real)0.25));
  pattern exponent = exponent_of(y);
  return logarithm_of(y, y * power_down(exponent) - 1, exponent, pick_rarely(tiny, all_of(-54), all_of(2)));
}

// log(1 + x) from y = (1 + x) / 4, but f from x, so that small x live; at most 1.47 ulp in double, 1.54 in single.
INLINE vec log_one_plus(vec x) {
  vec y = x * (real)0.25 + (real)0.25;
  pattern exponent = exponent_of(y);
  vec scale = power_down(exponent) * (real)0.25;
  return logarithm_of(y, x * scale - (1 - scale), exponent, all_of(2));
}
#endif
