#include "visitor/hosting.h"

#include <stdlib.h>

/* In rising order. Each operator describes itself as hosting or cloud in the registries. */
static const uint32_t networks[] = {
    8075,   /* Microsoft (Azure) */
    8100,   /* QuadraNet */
    8560,   /* IONOS */
    9009,   /* M247 */
    12876,  /* Scaleway */
    14061,  /* DigitalOcean */
    14618,  /* Amazon */
    16125,  /* Cherry Servers */
    16276,  /* OVH */
    16509,  /* Amazon */
    19318,  /* Interserver */
    20454,  /* Secured Servers */
    20473,  /* Vultr */
    20860,  /* iomart */
    21859,  /* Zenlayer */
    22612,  /* Namecheap */
    24940,  /* Hetzner */
    25820,  /* IT7 */
    26347,  /* DreamHost */
    26496,  /* GoDaddy */
    28753,  /* Leaseweb Germany */
    29066,  /* velia.net */
    29802,  /* Hivelocity */
    30633,  /* Leaseweb USA */
    31898,  /* Oracle Cloud */
    32244,  /* Liquid Web */
    32475,  /* SingleHop */
    33387,  /* DataShack */
    35540,  /* OVH */
    35916,  /* Multacom */
    36351,  /* SoftLayer */
    36352,  /* ColoCrossing */
    37963,  /* Alibaba Cloud */
    40021,  /* Contabo USA */
    40676,  /* Psychz */
    42473,  /* ANEXIA */
    45090,  /* Tencent Cloud */
    45102,  /* Alibaba Cloud */
    46475,  /* Limestone Networks */
    46562,  /* Performive */
    46606,  /* Unified Layer */
    47583,  /* Hostinger */
    49981,  /* WorldStream */
    51167,  /* Contabo */
    51396,  /* Pfcloud */
    51852,  /* Private Layer */
    53667,  /* FranTech */
    53831,  /* Squarespace */
    54290,  /* Hostwinds */
    55286,  /* ServerMania */
    55293,  /* A2 Hosting */
    59253,  /* Leaseweb Asia */
    60068,  /* CDN77 */
    60404,  /* Liteserver */
    60781,  /* Leaseweb */
    61317,  /* Hivelocity */
    62240,  /* Clouvider */
    62567,  /* DigitalOcean */
    63023,  /* GTHost */
    63949,  /* Akamai (Linode) */
    132203, /* Tencent Cloud */
    133752, /* Leaseweb Asia */
    136907, /* Huawei Cloud */
    197540, /* netcup */
    201011, /* Core-Backbone */
    201814, /* MEVSPACE */
    202053, /* UpCloud */
    203020, /* HostRoyale */
    206092, /* Internet Utilities */
    212238, /* Datacamp */
    213230, /* Hetzner Cloud */
    396982, /* Google Cloud */
    398101, /* GoDaddy */
};

static int compare(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

bool hosting_has(uint64_t asn)
{
    uint32_t number = (uint32_t)asn;
    return asn != 0 && asn <= UINT32_MAX &&
           bsearch(&number, networks, ARRAY_LEN(networks), sizeof(networks[0]), compare) != NULL;
}
