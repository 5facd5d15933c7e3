#include "network/zone_script.h"

#include "visit/script.h"

void network_handle_script(struct http_exchange *exchange)
{
    script_reply(exchange, (struct str){(const char *)zone_js, zone_js_len});
}
