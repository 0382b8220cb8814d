// One run forwards, with everything kept, and backwards from the derivatives by what was kept. LANES runs side by side.
// `model.h` is printed from the equations by adjoint.py.
#include <stdint.h>
#include <string.h>
#include "vectors.h"

#define NOT_A_NUMBER ((real)__builtin_nan(""))
#include "model.h"

typedef struct { int32_t array, place; } kept_place;

int64_t space_needed_per_year = 2 * NV * sizeof(vec), space_needed = 2 * (NC + NV) * sizeof(vec);
int64_t parameters = NP, paths = NX, stocks = NS;

static mask finite(vec x)
{
    return equal(x - x, all_of(0));
}

// P (NP), O (NS), X (years, NX) to out (years, kept); returns the year of the first failure or -1 for each lane.
void forwards(int64_t years, const vec *P, const vec *O, const vec *X, int64_t kept, const kept_place *keep,
              real negative, vec *out, int32_t *failed, vec *space)
{
    vec *C = space, *V = space + 2 * NC;
    once(P, C);
    memcpy(V, O, NS * sizeof(vec));
    for (int m = 0; m < LANES; m++) failed[m] = -1;
    for (int64_t t = 0; t < years; t++, V += NV) {
        const vec *arrays[] = {P, C, X + t * NX, V};
        mask sound[1];
        year(P, C, X + t * NX, V);
        close_year(P, C, X + t * NX, V, V + NV);
        sound[0] = equal(all_of(0), all_of(0));
        for (int i = 0; i < NS; i++) sound[0] &= finite(V[NV + i]) & at_most(all_of(negative), V[NV + i]);
        for (int64_t q = 0; q < kept; q++) out[t * kept + q] = arrays[keep[q].array][keep[q].place];
        for (int m = 0; m < LANES; m++)
            if (!((const whole *)sound)[m] && failed[m] < 0) failed[m] = (int32_t)t;
    }
}

// From seeds (years, kept), the derivatives by what was kept, those by P (NP), by O (NS) and by X (years, NX).
void backwards(int64_t years, const vec *P, const vec *X, int64_t kept, const kept_place *keep, const vec *seeds,
               vec *AP, vec *AO, vec *AX, vec *space)
{
    vec *C = space, *AC = C + NC, *V = space + 2 * NC, *AV = V + (years + 1) * NV;
    memset(AP, 0, NP * sizeof(vec));
    memset(AC, 0, NC * sizeof(vec));
    memset(AX, 0, years * NX * sizeof(vec));
    memset(AV, 0, (years + 1) * NV * sizeof(vec));
    for (int64_t t = years - 1; t >= 0; t--) {
        vec *arrays[] = {AP, AC, AX + t * NX, AV + t * NV};
        for (int64_t q = 0; q < kept; q++) arrays[keep[q].array][keep[q].place] += seeds[t * kept + q];
        close_back(AV + (t + 1) * NV, AP, AC, AX + t * NX, AV + t * NV);
        year_back(P, C, X + t * NX, V + t * NV, AP, AC, AX + t * NX, AV + t * NV);
    }
    memcpy(AO, AV, NS * sizeof(vec));
    once_back(P, C, AP, AC);
}
