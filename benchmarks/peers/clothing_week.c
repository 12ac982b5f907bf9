/* The clothing market in plain C: the specification's week, with the draws of ours, so that both give the same weeks.
 *
 * specification.h holds the constants of specification.py and the purposes of the draws; c_market.py writes it, has
 * this file compiled and calls clothing_week. Households and sellers of a market lie side by side in their columns.
 */
#include <math.h>
#include <stdint.h>

#include "specification.h"

#define GOLDEN 0x9E3779B97F4A7C15u

struct week {
    int64_t needs, inquiries, purchases;
    double price; /* mean over sellers */
};

/* SplitMix64's finaliser. */
static inline uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline uint64_t stream(uint64_t seed, uint64_t purpose, int64_t week) {
    return mix(mix(seed * GOLDEN + purpose) + (uint64_t)(week + 1000000) * GOLDEN);
}

static inline double uniform(uint64_t key, int64_t agent) {
    return ((double)(int64_t)(mix(key + (uint64_t)agent * GOLDEN) >> 11) + 0.5) * 0x1p-53;
}

/* Garments age and needs arise, from a household on; `shoppers` are who has one. */
static int64_t list_shoppers(int64_t begin, int64_t end, uint64_t key, uint8_t *age, int64_t *shoppers, int64_t count) {
    for (int64_t i = begin; i < end; i++) {
        age[i] += age[i] < OLDEST_WEEKS;
        shoppers[count] = i;
        count += uniform(key, i) < NEED_PROBABILITY[age[i]];
    }
    return count;
}

/* Households in need may go to one of the market's sellers, ask for a design, and buy it. */
static void shop(const int64_t *shoppers, int64_t count, const float *ln_budget, const double *ln_price, uint64_t seed,
                 int64_t t, uint8_t *age, int64_t *stock, int64_t *wanted, struct week *found) {
    const uint64_t going = stream(seed, STALL_VISIT, t), stall = stream(seed, STALL_CHOICE, t);
    const uint64_t choice = stream(seed, GARMENT_CHOICE, t), taste = stream(seed, GARMENT_TASTE, t);
    found->needs += count;
    for (int64_t n = 0; n < count; n++) {
        const int64_t i = shoppers[n];
        if (uniform(going, i) >= VISIT_PROBABILITY)
            continue;
        found->inquiries++;
        const int64_t k = (int64_t)(uniform(stall, i) * MARKET_SELLERS), d = (int64_t)(uniform(choice, i) * DESIGNS);
        const double utility = CHOICE_LEVEL + APPEALS[d] + BUDGET_ELASTICITY * (ln_budget[i] - ln_price[k]);
        if (uniform(taste, i) >= 1.0 / (1.0 + exp(-utility)))
            continue;
        wanted[k * DESIGNS + d]++;
        if (stock[k * DESIGNS + d] > 0) {
            stock[k * DESIGNS + d]--;
            age[i] = 0;
            found->purchases++;
        }
    }
}

/* A seller updates its markup and, design by design, expected demand and stock. */
static void learn(int64_t opening_stock, const int64_t *wanted, double *markup, double *expected_demand, int64_t *stock) {
    int64_t left = 0;
    for (int d = 0; d < DESIGNS; d++)
        left += stock[d];
    const double sell_through = 1.0 - (double)left / (double)opening_stock;
    const double moved =
        *markup + MARKUP_SPEED * (sell_through - TARGET_SELL_THROUGH) + MARKUP_SPEED * (TARGET_MARKUP - *markup);
    *markup = fmin(fmax(moved, SMALLEST_MARKUP), LARGEST_MARKUP);
    for (int d = 0; d < DESIGNS; d++) {
        expected_demand[d] += BELIEF_SPEED * ((double)wanted[d] - expected_demand[d]);
        const int64_t level = (int64_t)(expected_demand[d] + SAFETY_FACTOR * sqrt(expected_demand[d]) + 0.5);
        if (stock[d] < level)
            stock[d] = level;
    }
}

static void market_week(int64_t m, uint8_t *age, const float *ln_budget, double *markup, double *expected_demand,
                        int64_t *stock, uint64_t seed, int64_t t, struct week *found) {
    int64_t shoppers[MARKET_HOUSEHOLDS + 1], opening_stock[MARKET_SELLERS], wanted[MARKET_SELLERS * DESIGNS] = {0};
    double ln_price[MARKET_SELLERS];
    for (int k = 0; k < MARKET_SELLERS; k++) {
        const double price = UNIT_COST * (1.0 + markup[k]);
        ln_price[k] = log(price);
        found->price += price;
        opening_stock[k] = 0;
        for (int d = 0; d < DESIGNS; d++)
            opening_stock[k] += stock[k * DESIGNS + d];
        if (opening_stock[k] < 1)
            opening_stock[k] = 1;
    }
    const int64_t first = m * MARKET_HOUSEHOLDS, last = first + MARKET_HOUSEHOLDS;
    const int64_t start = first + (int64_t)(uniform(stream(seed, SEARCH_ORDER, t), m) * MARKET_HOUSEHOLDS);
    const uint64_t need = stream(seed, GARMENT_NEED, t);
    int64_t count = list_shoppers(start, last, need, age, shoppers, 0);
    count = list_shoppers(first, start, need, age, shoppers, count);
    shop(shoppers, count, ln_budget, ln_price, seed, t, age, stock, wanted, found);
    for (int k = 0; k < MARKET_SELLERS; k++)
        learn(opening_stock[k], wanted + k * DESIGNS, markup + k, expected_demand + k * DESIGNS, stock + k * DESIGNS);
}

/* The week of all markets, one after another. */
struct week clothing_week(int64_t markets, uint8_t *age, const float *ln_budget, double *markup,
                          double *expected_demand, int64_t *stock, uint64_t seed, int64_t t) {
    struct week found = {0, 0, 0, 0.0};
    for (int64_t m = 0; m < markets; m++)
        market_week(m, age, ln_budget, markup + m * MARKET_SELLERS, expected_demand + m * MARKET_SELLERS * DESIGNS,
                    stock + m * MARKET_SELLERS * DESIGNS, seed, t, &found);
    found.price /= (double)(markets * MARKET_SELLERS);
    return found;
}
