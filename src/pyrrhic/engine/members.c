// The run over years, LANES members side by side. `model.h` is printed from the equations; nothing here knows of grain.
// Compiled with LANES and, for float32, SINGLE defined.
#include <stdint.h>
#include <string.h>
#include "vectors.h"

#define NOT_A_NUMBER ((real)__builtin_nan(""))
#include "model.h"

// Where one number of an input stands, and how far it is to the next member and to the next year (0: shared by all).
typedef struct { const real *at; int64_t member, year; } slot;

// Where one number of a kept quantity stands: which of the arrays P, C, X, V, and the place in it.
typedef struct { int32_t array, place; } kept_place;

enum { SPACE = NP + NC + NX + NV + NS };
int64_t lanes = LANES, space_needed = SPACE * sizeof(vec), parameters = NP, paths = NX, stocks = NS;

static vec loaded(const slot *from, int64_t year, int64_t first, int64_t count)
{
    const real *at = from->at + year * from->year + first * from->member;
    real lane[LANES];
    vec x;
    if (!from->member) return all_of(*at);
    for (int m = 0; m < LANES; m++) lane[m] = at[m < count ? m : count - 1];
    memcpy(&x, lane, sizeof x);
    return x;
}

static mask finite(vec x)
{
    return equal(x - x, all_of(0));
}

// Members first .. last - 1. `out` (year, kept, member) begins at the first of them and is `width` members wide; or
// `sums` (year, kept, 2) receives sums and sums of squares of the members that did not fail, in the order of members.
// `failed` receives the year of the first failure or -1. `series` is room for years * kept vectors.
void run_members(int64_t first, int64_t last, int64_t years, const slot *P_from, const slot *O_from, const slot *X_from,
                 int64_t kept, const kept_place *keep, real negative, real *out, int64_t width, double *sums,
                 int32_t *failed, vec *space, vec *series)
{
    vec *P = space, *C = P + NP, *X = C + NC, *V = X + NX, *next = V + NV;
    const vec *arrays[] = {P, C, X, V};
    for (int64_t group = first; group < last; group += LANES) {
        const int64_t count = last - group < LANES ? last - group : LANES;
        int32_t when[LANES];
        for (int m = 0; m < LANES; m++) when[m] = -1;
        for (int i = 0; i < NP; i++) P[i] = loaded(P_from + i, 0, group, count);
        once(P, C);
        for (int i = 0; i < NS; i++) V[i] = loaded(O_from + i, 0, group, count);
        for (int64_t t = 0; t < years; t++) {
            for (int i = 0; i < NX; i++) X[i] = loaded(X_from + i, t, group, count);
            year(P, C, X, V);
            close_year(P, C, X, V, next);
            mask sound = equal(all_of(0), all_of(0)), lanes_sound[1];
            for (int i = 0; i < NS; i++) sound &= finite(next[i]) & at_most(all_of(negative), next[i]);
            for (int64_t q = 0; q < kept; q++) {
                const vec x = arrays[keep[q].array][keep[q].place];
                sound &= finite(x);
                if (out) memcpy(out + (t * kept + q) * width + group - first, &x, count * sizeof(real));
                else series[t * kept + q] = x;
            }
            lanes_sound[0] = sound;
            for (int m = 0; m < LANES; m++)
                if (!((const whole *)lanes_sound)[m] && when[m] < 0) when[m] = (int32_t)t;
            memcpy(V, next, NS * sizeof(vec));
        }
        for (int m = 0; m < count; m++) failed[group - first + m] = when[m];
        if (!out)
            for (int64_t q = 0; q < years * kept; q++)
                for (int m = 0; m < count; m++)
                    if (when[m] < 0) {
                        const double x = ((const real *)(series + q))[m];
                        sums[2 * q] += x;
                        sums[2 * q + 1] += x * x;
                    }
    }
}
