#include "visit/host.h"

#include "visit/redirect.h"

const struct domain *host_find(struct edge_loop *loop, const struct http_request *request)
{
    return snapshot_find_domain_by_host(edge_snapshot(loop), request->host);
}

bool host_serves(const struct domain *domain, const struct campaign *campaign)
{
    return domain == NULL || domain->workspace_id == campaign->workspace_id;
}

bool host_is_https(const struct edge *edge, const struct domain *domain)
{
    return domain != NULL ? domain->is_https : edge->is_https;
}

void host_reply_unknown(struct http_exchange *exchange, const struct domain *domain,
                        struct str text)
{
    enum http_method method = exchange->request->method;
    bool is_page = method == HTTP_METHOD_GET || method == HTTP_METHOD_HEAD;
    if (domain == NULL || domain->fallback_url.ptr == NULL || !is_page) {
        edge_reply_text(exchange, 404, text);
        return;
    }
    redirect_reply(exchange, NULL, REDIRECT_302, domain->fallback_url, STR_NONE);
}
