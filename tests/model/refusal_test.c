/* Every refusal names its field, and nothing is stored after it. */
#include "model/catalog.h"

#include "model.h"

struct refusal {
    enum entity entity;
    const char *input;
    const char *field;
    const char *says; /* a part of the message; NULL: any */
};

#define S            "'name':'x'"
#define P(rest)      "{'name':'x','source_id':1,'paths':[{'offers':[{'id':1}]}]," rest "}"
#define PATHS(paths) "{'name':'x','source_id':1,'paths':" paths "}"
#define COND(condition)                                                                            \
    P("'rules':[{'name':'r','conditions':[{" condition "}],'paths':[{'offers':[{'id':1}]}]}]")
#define LONG_64 "0123456789012345678901234567890123456789012345678901234567890123"

static const struct refusal refusals[] = {
    /* common */
    {ENTITY_GOAL, "[]", "", "object"},
    {ENTITY_GOAL, "{}", "name", "required"},
    {ENTITY_GOAL, "{'name':null}", "name", "required"},
    {ENTITY_GOAL, "{'name':''}", "name", "empty"},
    {ENTITY_GOAL, "{'name':'   '}", "name", "empty"},
    {ENTITY_GOAL, "{'name':1}", "name", "expected a string, not a number"},
    {ENTITY_GOAL, "{'name':'a\\u0000b'}", "name", "control"},
    {ENTITY_GOAL, "{'name':'a\\nb'}", "name", "control"},
    {ENTITY_GOAL, "{'name':'" LONG_64 LONG_64 LONG_64 "012345678'}", "name", "at most 200"},
    {ENTITY_GOAL, "{" S ",'id':7}", "id", "unknown field"},
    {ENTITY_GOAL, "{" S ",'status':'paused'}", "status", "unknown field"},
    {ENTITY_GOAL, "{" S ",'links':{}}", "links", "unknown field"},
    {ENTITY_GOAL, "{" S ",'created_at':'2026-01-01T00:00:00Z'}", "created_at", "unknown field"},
    {ENTITY_GOAL, "{" S ",'updated_at':null}", "updated_at", "unknown field"},
    {ENTITY_GOAL, "{" S ",'template':'exoclick'}", "template", "unknown field"},
    {ENTITY_CAMPAIGN, P("'key':'abcdef'"), "key", "unknown field"},
    /* goals */
    {ENTITY_GOAL, "{" S ",'value':{'type':'percent'}}", "value.type",
     "expected one of \"none\", \"fixed\", \"dynamic\""},
    {ENTITY_GOAL, "{" S ",'value':{'amount':5}}", "value.amount", "decimal string"},
    {ENTITY_GOAL, "{" S ",'value':{'amount':'-1'}}", "value.amount", "from \"0\""},
    {ENTITY_GOAL, "{" S ",'value':{'amount':'1.1234567'}}", "value.amount", "decimal string"},
    {ENTITY_GOAL, "{" S ",'value':{'amount':'99999999999999999999'}}", "value.amount", NULL},
    {ENTITY_GOAL, "{" S ",'value':{'sum':'1'}}", "value.sum", "unknown field"},
    {ENTITY_GOAL, "{" S ",'value':'5'}", "value", "expected an object"},
    {ENTITY_GOAL, "{" S ",'count':'twice'}", "count", "expected one of"},
    {ENTITY_GOAL, "{" S ",'order':'1'}", "order", "expected an integer"},
    {ENTITY_GOAL, "{" S ",'order':1.5}", "order", "expected an integer"},
    {ENTITY_GOAL, "{" S ",'window_days':0}", "window_days", "from 1 to 90"},
    {ENTITY_GOAL, "{" S ",'window_days':91}", "window_days", "from 1 to 90"},
    {ENTITY_GOAL, "{" S ",'conv_type':'Lead'}", "conv_type", "\"Purchase - Credit Card\""},
    /* sources */
    {ENTITY_SOURCE, "{" S ",'template':'nosuch'}", "template", "those of sources"},
    {ENTITY_SOURCE, "{" S ",'template':'../sources/exoclick'}", "template", "unknown template"},
    {ENTITY_SOURCE, "{" S ",'template':5}", "template", "expected a string"},
    {ENTITY_SOURCE, "{'template':'exoclick','nope':1}", "nope", "unknown field"},
    {ENTITY_SOURCE, "{" S ",'external_id':{'param':'e f','macro':'{x}'}}", "external_id.param",
     "letters"},
    {ENTITY_SOURCE, "{" S ",'external_id':{'param':'e','macro':'{x}&y=1'}}", "external_id.macro",
     "'&'"},
    {ENTITY_SOURCE, "{" S ",'external_id':{'param':'" LONG_64 "a','macro':'{x}'}}",
     "external_id.param", "at most 64"},
    {ENTITY_SOURCE, "{" S ",'cost':{'param':'c','macro':'{c}','unit':'click'}}", "cost.unit",
     "\"event\", \"cpm\""},
    {ENTITY_SOURCE, "{" S ",'tokens':[{'slot':0,'param':'a','macro':'{a}'}]}", "tokens[0].slot",
     "from 1 to 30"},
    {ENTITY_SOURCE, "{" S ",'tokens':[{'slot':31,'param':'a','macro':'{a}'}]}", "tokens[0].slot",
     "from 1 to 30"},
    {ENTITY_SOURCE,
     "{" S ",'tokens':[{'slot':2,'param':'a','macro':'{a}'},{'slot':2,'param':'b','macro':'{b}'}]}",
     "tokens[1].slot", "taken by tokens[0]"},
    {ENTITY_SOURCE,
     "{" S ",'tokens':[{'slot':2,'param':'a','macro':'{a}'},{'slot':1,'param':'a','macro':'{b}'}]}",
     "tokens[1].param", "tokens[0].param"},
    {ENTITY_SOURCE,
     "{" S ",'cost':{'param':'a','macro':'{c}'},'tokens':[{'slot':2,'param':'a','macro':'{a}'}]}",
     "cost.param", "tokens[0].param"},
    {ENTITY_SOURCE,
     "{" S ",'cost':{'param':'a','macro':'{c}'},'external_id':{'param':'a','macro':'{a}'}}",
     "external_id.param", "cost.param"},
    {ENTITY_SOURCE, "{" S ",'tokens':{}}", "tokens", "array of objects"},
    {ENTITY_SOURCE, "{" S ",'tokens':[1]}", "tokens[0]", "expected an object"},
    {ENTITY_SOURCE, "{" S ",'currency':'EURO'}", "currency", "three letters"},
    {ENTITY_SOURCE, "{" S ",'currency':1}", "currency", "three letters"},
    {ENTITY_SOURCE, "{" S ",'currency':'ZZZ'}", "currency", "ZZZ is no currency of ISO 4217"},
    {ENTITY_SOURCE, "{" S ",'postback':{'url':'ftp://x/'}}", "postback.url", "http"},
    {ENTITY_SOURCE, "{" S ",'postback':{'url':'http://{clickid}.example/'}}", "postback.url",
     "macro"},
    {ENTITY_SOURCE, "{" S ",'postback':{'url':'http://h/?u={url}'}}", "postback.url", NULL},
    {ENTITY_SOURCE, "{" S ",'postback':{'statuses':['sold']}}", "postback.statuses[0]",
     "expected one of"},
    {ENTITY_SOURCE, "{" S ",'postback':{'statuses':'sale'}}", "postback.statuses", "array"},
    {ENTITY_SOURCE, "{" S ",'postback':{'dedup_hours':8761}}", "postback.dedup_hours",
     "from 0 to 8760"},
    {ENTITY_SOURCE, "{" S ",'postback':{'only_first':1}}", "postback.only_first", "true or false"},
    {ENTITY_SOURCE, "{" S ",'postback':{'payout_percent':100}}", "postback.payout_percent",
     "decimal string"},
    {ENTITY_SOURCE, "{" S ",'postback':{'payout_percent':'1000.1'}}", "postback.payout_percent",
     "\"1000\""},
    {ENTITY_SOURCE, "{" S ",'postback':{'postback_percent':'101'}}", "postback.postback_percent",
     "\"100\""},
    {ENTITY_SOURCE, "{" S ",'postback':{'success_match':'('}}", "postback.success_match",
     "regular expression"},
    {ENTITY_SOURCE, "{" S ",'postback':{'duplicate_match':'[a'}}", "postback.duplicate_match",
     "regular expression"},
    {ENTITY_SOURCE, "{" S ",'postback':{'status_urls':{'sold':'http://h/'}}}",
     "postback.status_urls.sold", "expected one of"},
    {ENTITY_SOURCE, "{" S ",'postback':{'status_urls':{'lead':'h/'}}}", "postback.status_urls.lead",
     "http"},
    {ENTITY_SOURCE, "{" S ",'postback':{'status_urls':{'lead':1}}}", "postback.status_urls.lead",
     "string"},
    {ENTITY_SOURCE, "{" S ",'postback':{'tries':1}}", "postback.tries", "unknown field"},
    /* networks */
    {ENTITY_NETWORK, "{" S ",'template':'exoclick'}", "template", "those of networks"},
    {ENTITY_NETWORK, "{" S ",'offer_url_template':'http://h/?u={url}'}", "offer_url_template",
     "{url}"},
    {ENTITY_NETWORK, "{" S ",'offer_url_template':'{url}&a=%zz'}", "offer_url_template", "hex"},
    {ENTITY_NETWORK, "{" S ",'duplicate_mode':'merge'}", "duplicate_mode", "\"update\""},
    {ENTITY_NETWORK, "{" S ",'ip_allow':['10.0.0.0/8','10.0.0.300']}", "ip_allow[1]", "range"},
    {ENTITY_NETWORK, "{" S ",'ip_allow':'10.0.0.0/8'}", "ip_allow", "array"},
    {ENTITY_NETWORK, "{" S ",'secret':'1234567'}", "secret", "at least 8"},
    {ENTITY_NETWORK, "{" S ",'secret':'" LONG_64 LONG_64 "1'}", "secret", "at most 128"},
    {ENTITY_NETWORK, "{" S ",'default_status':'unmapped'}", "default_status", "\"rejected\""},
    {ENTITY_NETWORK, "{" S ",'status_map':{'ok':'won'}}", "status_map.ok", "expected one of"},
    {ENTITY_NETWORK, "{" S ",'status_map':{'OK':'sale',' ok ':'lead'}}", "status_map. ok ",
     "twice"},
    {ENTITY_NETWORK, "{" S ",'status_map':{'  ':'sale'}}", "status_map.  ", "1 to 64"},
    {ENTITY_NETWORK, "{" S ",'status_map':['sale']}", "status_map", "object"},
    {ENTITY_NETWORK, "{" S ",'currency':'US'}", "currency", "three letters"},
    {ENTITY_NETWORK, "{" S ",'postback_macros':{'click':'{x}'}}", "postback_macros.click",
     "unknown field"},
    {ENTITY_NETWORK, "{" S ",'postback_macros':{'param11':'{x}'}}", "postback_macros.param11",
     "unknown field"},
    {ENTITY_NETWORK, "{" S ",'postback_macros':{'cid':'a&b'}}", "postback_macros.cid", "'&'"},
    {ENTITY_NETWORK, "{" S ",'postback_macros':{'cid':'" LONG_64 LONG_64 "1'}}",
     "postback_macros.cid", "at most 128"},
    {ENTITY_NETWORK, "{" S ",'unknown_click_status':403}", "unknown_click_status", "404 or 200"},
    {ENTITY_NETWORK, "{" S ",'unknown_click_status':500}", "unknown_click_status", NULL},
    /* offers */
    {ENTITY_OFFER, "{" S "}", "url", "required"},
    {ENTITY_OFFER, "{" S ",'url':''}", "url", "empty"},
    {ENTITY_OFFER, "{" S ",'url':'javascript:alert(1)'}", "url", "http"},
    {ENTITY_OFFER, "{" S ",'url':'http://a b/'}", "url", "host"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','network_id':99}", "network_id",
     "there is no network 99"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','network_id':'1'}", "network_id", "id"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','network_id':0}", "network_id", "id"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','network_id':true}", "network_id", "id"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','payout':{'mode':'fixed'}}", "payout.mode",
     "\"auto\", \"manual\""},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','payout':{'amount':'-0.5'}}", "payout.amount", NULL},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','payout':{'amount':'NaN'}}", "payout.amount",
     "decimal string"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','payout':{'currency':''}}", "payout.currency",
     "three letters"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','payout':{'currency':'EUX'}}", "payout.currency",
     "no currency of ISO 4217"},
    {ENTITY_OFFER,
     "{" S ",'url':'http://h/','payout':{'countries':[{'country':'DE','amount':'1'}]}}",
     "payout.countries", "mode \"manual\" only"},
    {ENTITY_OFFER,
     "{" S
     ",'url':'http://h/','payout':{'mode':'manual','countries':[{'country':'de','amount':'1'}]}}",
     "payout.countries[0].country", NULL},
    {ENTITY_OFFER,
     "{" S
     ",'url':'http://h/','payout':{'mode':'manual','countries':[{'country':'DE','amount':'1'},"
     "{'country':'DE','amount':'2'}]}}",
     "payout.countries[1].country", "given twice"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','cap':{}}", "cap.limit", "required"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','cap':{'limit':0}}", "cap.limit", "from 1"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','cap':{'limit':5,'fallback_offer_id':9}}",
     "cap.fallback_offer_id", "there is no offer 9"},
    {ENTITY_OFFER, "{" S ",'url':'http://h/','further_conversions':1}", "further_conversions",
     "true or false"},
    /* campaigns */
    {ENTITY_CAMPAIGN, "{" S ",'paths':[{'offers':[{'id':1}]}]}", "source_id", "required"},
    {ENTITY_CAMPAIGN, "{" S ",'source_id':9,'paths':[{'offers':[{'id':1}]}]}", "source_id",
     "there is no source 9"},
    {ENTITY_CAMPAIGN, "{" S ",'source_id':1}", "paths", "required"},
    {ENTITY_CAMPAIGN, PATHS("[]"), "paths", "at least 1"},
    {ENTITY_CAMPAIGN, PATHS("[{}]"), "paths[0].offers", "at least 1 offer, or a \"url\""},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[]}]"), "paths[0].offers", "at least 1"},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[{'id':1},{'weight':1}]}]"), "paths[0].offers[1].id",
     "required"},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[{'id':1},{'id':77}]}]"), "paths[0].offers[1].id",
     "there is no offer 77"},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[{'id':1,'weight':10001}]}]"), "paths[0].offers[0].weight",
     "from 0 to 10000"},
    {ENTITY_CAMPAIGN, PATHS("[{'weight':-1,'offers':[{'id':1}]}]"), "paths[0].weight",
     "from 0 to 10000"},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[{'id':1,'weight':0}]}]"), "paths[0].offers",
     "weight above 0"},
    {ENTITY_CAMPAIGN, PATHS("[{'weight':0,'offers':[{'id':1}]}]"), "paths", "weight above 0"},
    {ENTITY_CAMPAIGN, PATHS("[{'landers':[{'id':1}],'offers':[{'id':1}]}]"),
     "paths[0].landers[0].id", "there is no lander 1"},
    {ENTITY_CAMPAIGN, PATHS("[{'offers':[{'id':1}],'url':'http://h/'}]"), "paths[0].offers",
     "not both"},
    {ENTITY_CAMPAIGN, PATHS("[{'landers':[{'id':1}],'url':'http://h/'}]"), "paths[0].landers",
     "no landers"},
    {ENTITY_CAMPAIGN, PATHS("[{'url':'http://{clickid}/'}]"), "paths[0].url", NULL},
    {ENTITY_CAMPAIGN, PATHS("[{'status':'off','offers':[{'id':1}]}]"), "paths[0].status",
     "expected one of \"active\", \"paused\""},
    {ENTITY_CAMPAIGN, PATHS("[{'status':'paused','offers':[{'id':1}]}]"), "paths",
     "one active path"},
    {ENTITY_CAMPAIGN, "{" S ",'source_id':1,'flow_id':7}", "flow_id", "there is no flow 7"},
    {ENTITY_CAMPAIGN, P("'flow_id':7"), "paths", "send []"},
    {ENTITY_CAMPAIGN, P("'rules':[{'name':'France'}]"), "rules[0].conditions", "required"},
    {ENTITY_CAMPAIGN, P("'rules':[{'conditions':[],'paths':[]}]"), "rules[0].name", "required"},
    {ENTITY_CAMPAIGN, P("'rules':[{'name':'r','conditions':[],'paths':[]}]"), "rules[0].conditions",
     "at least 1"},
    {ENTITY_CAMPAIGN,
     P("'rules':[{'name':'r','match':'some','conditions':[{'field':'country','values':['FR']}],"
       "'paths':[{'offers':[{'id':1}]}]}]"),
     "rules[0].match", "expected one of \"all\", \"any\""},
    {ENTITY_CAMPAIGN,
     P("'rules':[{'name':'r','conditions':[{'field':'country','values':['FR']}],"
       "'paths':[{'offers':[{'id':8}]}]}]"),
     "rules[0].paths[0].offers[0].id", "there is no offer 8"},
    {ENTITY_CAMPAIGN, COND("'field':'planet','values':['x']"), "rules[0].conditions[0].field",
     "token1 to token30"},
    {ENTITY_CAMPAIGN, COND("'field':'token0','values':['x']"), "rules[0].conditions[0].field",
     NULL},
    {ENTITY_CAMPAIGN, COND("'field':'token31','values':['x']"), "rules[0].conditions[0].field",
     NULL},
    {ENTITY_CAMPAIGN, COND("'field':'token:nosuch','values':['x']"), "rules[0].conditions[0].field",
     "no token with the parameter \"nosuch\""},
    {ENTITY_CAMPAIGN, COND("'field':'country','op':'is','values':['FR']"),
     "rules[0].conditions[0].op", "expected one of \"in\", \"not_in\""},
    {ENTITY_CAMPAIGN, COND("'field':'country','values':[]"), "rules[0].conditions[0].values",
     "at least 1"},
    {ENTITY_CAMPAIGN, COND("'field':'country','values':['FR','France']"),
     "rules[0].conditions[0].values[1]", "two letters"},
    {ENTITY_CAMPAIGN, COND("'field':'language','values':['f']"), "rules[0].conditions[0].values[0]",
     "a language"},
    {ENTITY_CAMPAIGN, COND("'field':'ip','values':['10.0.0.0/33']"),
     "rules[0].conditions[0].values[0]", "10.0.*.*"},
    {ENTITY_CAMPAIGN, COND("'field':'hour','values':['9-24']"), "rules[0].conditions[0].values[0]",
     "an hour from 0 to 23"},
    {ENTITY_CAMPAIGN, COND("'field':'weekday','values':['funday']"),
     "rules[0].conditions[0].values[0]", "\"monday\""},
    {ENTITY_CAMPAIGN, COND("'field':'uniqueness','values':['once']"),
     "rules[0].conditions[0].values[0]", "\"first\", \"repeat\", \"unknown\""},
    {ENTITY_CAMPAIGN, COND("'field':'device_type','values':['fridge']"),
     "rules[0].conditions[0].values[0]", "\"mobile\""},
    {ENTITY_CAMPAIGN, COND("'field':'referrer_domain','values':['http://h/']"),
     "rules[0].conditions[0].values[0]", "a domain"},
    {ENTITY_CAMPAIGN, COND("'field':'hour','values':['9'],'tz':'Mars/Olympus'"),
     "rules[0].conditions[0].tz", "Europe/Paris"},
    {ENTITY_CAMPAIGN, COND("'field':'country','values':['FR'],'tz':'UTC'"),
     "rules[0].conditions[0].tz", "only weekday and hour"},
    /* landers and flows */
    {ENTITY_LANDER, "{" S "}", "url", "required"},
    {ENTITY_LANDER, "{" S ",'url':'ftp://h/'}", "url", NULL},
    {ENTITY_LANDER, "{" S ",'url':'http://h/','weight':1}", "weight", "unknown field"},
    {ENTITY_FLOW, "{" S "}", "paths", "required"},
    {ENTITY_FLOW, "{" S ",'paths':[{'offers':[{'id':9}]}]}", "paths[0].offers[0].id",
     "there is no offer 9"},
    {ENTITY_CAMPAIGN, P("'redirect':'301'"), "redirect",
     "expected one of \"302\", \"303\", \"307\""},
    {ENTITY_CAMPAIGN, P("'redirect':302"), "redirect", "expected one of"},
    {ENTITY_CAMPAIGN, P("'redirect':'META'"), "redirect", "expected one of"},
    {ENTITY_CAMPAIGN, P("'domain_id':7"), "domain_id", "no domain 7"},
    {ENTITY_SOURCE, "{" S ",'pixel_url':'http://x/?c={clickid}'}", "pixel_url", "without macros"},
    {ENTITY_SOURCE, "{" S ",'pixel_url':'javascript:x'}", "pixel_url", "http"},
    {ENTITY_CAMPAIGN, P("'type':'protection'"), "type", "expected one of"},
    {ENTITY_DOMAIN, "{'name':''}", "name", "must not be empty"},
    {ENTITY_DOMAIN, "{'name':'http://trk.test'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'trk.test:80'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'trk.test/'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'trk..test'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'-trk.test'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'trk_1.test'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'192.0.2.1'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'1.2.3'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'t\u00e9.test'}", "name", "host name"},
    {ENTITY_DOMAIN, "{'name':'trk.test','scheme':'ftp'}", "scheme", "expected one of"},
    {ENTITY_DOMAIN, "{'name':'trk.test','port':0}", "port", "from 1 to 65535"},
    {ENTITY_DOMAIN, "{'name':'trk.test','fallback_url':'ftp://x/'}", "fallback_url", "http"},
    {ENTITY_DOMAIN, "{'name':'trk.test','fallback_url':'//x/'}", "fallback_url", "http"},
    {ENTITY_DOMAIN, "{'name':'trk.test','fallback_url':'http://x/?c={clickid}'}", "fallback_url",
     "without macros"},
    {ENTITY_CAMPAIGN, P("'uniqueness_hours':0"), "uniqueness_hours", "from 1 to 720"},
    {ENTITY_CAMPAIGN, P("'uniqueness_hours':721"), "uniqueness_hours", "from 1 to 720"},
    {ENTITY_CAMPAIGN, P("'cost':{'model':'cpi'}"), "cost.model", "\"revshare\""},
    {ENTITY_CAMPAIGN, P("'cost':{'amount':0.1}"), "cost.amount", "decimal string"},
    {ENTITY_CAMPAIGN, P("'cost':{'model':'revshare','amount':'100.1'}"), "cost.amount",
     "percentage"},
    /* ad campaigns and variations */
    {ENTITY_ADCAMPAIGN, "{" S ",'pricing':'cpi'}", "pricing",
     "\"cpc\", \"cpm\", \"cpv\", \"smart_cpm\", \"cpa\""},
    {ENTITY_ADCAMPAIGN, "{" S ",'total_budget':'0'}", "total_budget", NULL},
    {ENTITY_ADCAMPAIGN, "{" S ",'daily_budget':5}", "daily_budget", "decimal string"},
    {ENTITY_ADCAMPAIGN, "{" S ",'caps':{'daily_clicks':0}}", "caps.daily_clicks", "from 1"},
    {ENTITY_ADCAMPAIGN, "{" S ",'caps':{'clicks':5}}", "caps.clicks", NULL},
    {ENTITY_ADCAMPAIGN, "{" S ",'capping':{}}", "capping.quantity", "required"},
    {ENTITY_ADCAMPAIGN, "{" S ",'capping':{'quantity':1,'frequency_hours':721}}",
     "capping.frequency_hours", "from 1 to 720"},
    {ENTITY_ADCAMPAIGN, "{" S ",'starts_at':'soon'}", "starts_at", "expected a time"},
    {ENTITY_ADCAMPAIGN,
     "{" S ",'starts_at':'2027-01-02T00:00:00Z','ends_at':'2027-01-02T01:00:00+01:00'}", "ends_at",
     "after starts_at"},
    {ENTITY_ADCAMPAIGN, "{" S ",'time_zone':'Mars/Olympus'}", "time_zone", "Europe/Paris"},
    {ENTITY_ADCAMPAIGN, "{" S ",'fallback_url':'http://x/?c={clickid}'}", "fallback_url",
     "without macros"},
    {ENTITY_ADCAMPAIGN, "{" S ",'goal_id':'66a8605e6cce49fbb8056f273f8e1a2e'}", "goal_id", "(cpa)"},
    {ENTITY_ADCAMPAIGN, "{" S ",'pricing':'cpa','goal_id':'66a8605e6cce49fbb8056f273f8e1a2e'}",
     "goal_id", "no such goal"},
    {ENTITY_ADCAMPAIGN, "{" S ",'price':0.05}", "price", "decimal string"},
    {ENTITY_ADCAMPAIGN, "{" S ",'price':'-1'}", "price", NULL},
    {ENTITY_VARIATION, "{" S ",'url':'http://h/'}", "adcampaign_id", "required"},
    {ENTITY_VARIATION, "{" S ",'url':'http://h/','adcampaign_id':5}", "adcampaign_id",
     "there is no ad campaign 5"},
    {ENTITY_VARIATION, "{" S ",'adcampaign_id':1}", "url", "are needed"},
    {ENTITY_VARIATION,
     "{" S ",'adcampaign_id':1,'url':'http://h/','landing_pages':[{'url':'http://h/'}]}",
     "landing_pages", "send []"},
    {ENTITY_VARIATION,
     "{" S ",'adcampaign_id':1,'landing_pages':[{'url':'http://h/'},{'url':'h'}]}",
     "landing_pages[1].url", "http"},
    {ENTITY_VARIATION, "{" S ",'adcampaign_id':1,'landing_pages':[{'url':'http://h/','share':0}]}",
     "landing_pages[0].share", "above 0"},
    {ENTITY_VARIATION, "{" S ",'adcampaign_id':1,'landing_pages':[{'share':1}]}",
     "landing_pages[0].url", "required"},
    {ENTITY_VARIATION, "{" S ",'adcampaign_id':1,'url':'http://{zone_id}/'}", "url", "macro"},
    /* sites and zones */
    {ENTITY_SITE, "{" S "}", "hostname", "required"},
    {ENTITY_SITE, "{" S ",'hostname':'http://videos.example/'}", "hostname", "host name"},
    {ENTITY_SITE, "{" S ",'hostname':'videos.example','category_id':65536}", "category_id",
     "from 1 to 65535"},
    {ENTITY_ZONE, "{" S ",'format':'300x250'}", "site_id", "required"},
    {ENTITY_ZONE, "{" S ",'site_id':9,'format':'300x250'}", "site_id", "there is no site 9"},
    {ENTITY_ZONE, "{" S ",'site_id':1}", "format", "required"},
    {ENTITY_ZONE, "{" S ",'site_id':1,'format':'301x250'}", "format", "\"popunder\""},
    {ENTITY_ZONE, "{" S ",'site_id':1,'format':'native','floor_price':'-1'}", "floor_price", NULL},
    {ENTITY_ZONE, "{" S ",'site_id':1,'format':'native','expected_ctr':'101'}", "expected_ctr",
     NULL},
    {ENTITY_ZONE, "{" S ",'site_id':1,'format':'native','fallback_url':'ftp://x/'}", "fallback_url",
     "http"},
};

static void assert_fault(const struct model_fault *fault, enum err err,
                         const struct refusal *refusal)
{
    if (err == ERR_INVALID && strcmp(fault->field, refusal->field) == 0 &&
        (refusal->says == NULL || strstr(fault->message, refusal->says) != NULL) &&
        fault->message[0] != '\0')
        return;
    print_error("%s\n%s: field \"%s\" not \"%s\": %s\n", refusal->input, err_text(err),
                fault->field, refusal->field, fault->message);
    fail();
}

/* spec: n1.1-conv-type */
static void every_refusal_names_its_field_and_stores_nothing(void **state)
{
    const struct scene *scene = *state;
    size_t before[ENTITY_COUNT];
    make_basics(scene);
    uint64_t version = version_of(scene), unused = 0;
    for (int i = 0; i < ENTITY_COUNT; i++)
        before[i] = count_of(scene, (enum entity)i);
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        struct model_fault fault;
        json_t *document = NULL, *warnings = NULL, *input = json_of(refusals[i].input);
        enum err err = catalog_create(scene->catalog, refusals[i].entity, input, &scene->scope,
                                      &document, &warnings, &unused, &fault);
        assert_fault(&fault, err, &refusals[i]);
        assert_null(document);
        assert_null(warnings);
        json_decref(input);
    }
    assert_true(version_of(scene) == version);
    assert_true(unused == 0);
    for (int i = 0; i < ENTITY_COUNT; i++)
        assert_int_equal(count_of(scene, (enum entity)i), before[i]);
}

static void a_refused_update_leaves_the_document_as_it_was(void **state)
{
    static const struct refusal updates[] = {
        {ENTITY_OFFER, "{'name':null}", "name", "required"},
        {ENTITY_OFFER, "{'url':'x'}", "url", "http"},
        {ENTITY_OFFER, "{'payout':{'mode':'manual','amount':1}}", "payout.amount", NULL},
        {ENTITY_OFFER, "{'status':'archived'}", "status", "\"active\", \"paused\""},
        {ENTITY_OFFER, "{'status':null}", "status", "\"active\", \"paused\""},
        {ENTITY_OFFER, "{'status':1}", "status", "\"active\", \"paused\""},
        {ENTITY_OFFER, "{'id':2}", "id", "unknown field"},
        {ENTITY_OFFER, "{'created_at':null,'links':{}}", "links", "unknown field"},
        {ENTITY_SOURCE, "{'template':'nosuch'}", "template", "unknown template"},
        {ENTITY_NETWORK, "{'offer_url_template':'{url}#a=%zz'}", "offer_url_template", "hex"},
        {ENTITY_OFFER, "[]", "", "object"},
    };
    const struct scene *scene = *state;
    make_basics(scene);
    uint64_t version = version_of(scene);
    for (size_t i = 0; i < ARRAY_LEN(updates); i++) {
        struct model_fault fault;
        uint64_t unused;
        json_t *before = get(scene, updates[i].entity, "1");
        json_t *document = NULL, *warnings = NULL, *input = json_of(updates[i].input);
        enum err err = catalog_update(scene->catalog, updates[i].entity, STR("1"), input,
                                      &scene->scope, &document, &warnings, &unused, &fault);
        assert_fault(&fault, err, &updates[i]);
        json_t *after = get(scene, updates[i].entity, "1");
        assert_true(json_equal(before, after));
        json_decref(before);
        json_decref(after);
        json_decref(input);
    }
    assert_true(version_of(scene) == version);
}

static void a_template_that_would_break_an_offer_is_refused(void **state)
{
    const struct scene *scene = *state;
    char input[5000];
    make_basics(scene);
    int len = snprintf(input, sizeof input, "{'offer_url_template':'{url}&a=");
    memset(input + len, 'x', 4070);
    (void)snprintf(input + len + 4070, sizeof input - (size_t)len - 4070, "'}");
    const struct refusal refusal = {ENTITY_NETWORK, input, "offer_url_template", "offer 1"};
    struct model_fault fault;
    uint64_t unused;
    json_t *document = NULL, *warnings = NULL, *changes = json_of(input);
    enum err err = catalog_update(scene->catalog, ENTITY_NETWORK, STR("1"), changes, &scene->scope,
                                  &document, &warnings, &unused, &fault);
    assert_fault(&fault, err, &refusal);
    json_decref(changes);
}

static void words_that_are_quoted_back_stay_valid_utf8(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t unused;
    char input[256] = "{'a";
    for (int i = 0; i < 60; i++)
        (void)snprintf(input + strlen(input), sizeof input - strlen(input), "\xc3\xa9");
    (void)snprintf(input + strlen(input), sizeof input - strlen(input), "':1}");
    json_t *document = NULL, *warnings = NULL, *json = json_of(input);
    assert_int_equal(catalog_create(scene->catalog, ENTITY_GOAL, json, &scene->scope, &document,
                                    &warnings, &unused, &fault),
                     ERR_INVALID);
    assert_true(str_is_utf8(str_from_c(fault.field)));
    assert_string_equal(fault.message, "unknown field");
    json_decref(json);
}

static void warns(const struct scene *scene, enum entity entity, const char *input,
                  const char *field, const char *says)
{
    json_t *warnings = NULL;
    json_decref(create(scene, entity, input, &warnings));
    if (field == NULL && json_array_size(warnings) > 0)
        print_error("unwanted: %s\n", text_at(json_array_get(warnings, 0), "message"));
    assert_int_equal(json_array_size(warnings), field == NULL ? 0 : 1);
    if (field != NULL) {
        const json_t *warning = json_array_get(warnings, 0);
        assert_string_equal(text_at(warning, "field"), field);
        if (strstr(text_at(warning, "message"), says) == NULL)
            print_error("%s\n", text_at(warning, "message"));
        assert_non_null(strstr(text_at(warning, "message"), says));
    }
    json_decref(warnings);
}

#define WITH_ID "'external_id':{'param':'e','macro':'{x}'}"

static void what_is_probably_wrong_is_warned_of(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    warns(scene, ENTITY_SOURCE, "{'template':'exoclick'}", "postback.url", "REPLACE");
    warns(scene, ENTITY_SOURCE,
          "{" S "," WITH_ID ",'postback':{'url':'http://h/?t={external_id}&c={clikid}'}}",
          "postback.url", "{clikid}");
    warns(scene, ENTITY_SOURCE, "{" S "," WITH_ID ",'postback':{'url':'http://h/?t=1'}}",
          "postback.url", "{external_id}");
    warns(scene, ENTITY_SOURCE, "{" S ",'external_id':{'param':'gclid'}}", "external_id.macro",
          "gclid by itself");
    warns(scene, ENTITY_SOURCE, "{" S ",'postback':{'url':'http://h/?t={external_id}'}}",
          "external_id", "click id");
    warns(scene, ENTITY_SOURCE,
          "{" S "," WITH_ID ",'postback':{'url':'http://h/?t={external_id}',"
          "'statuses':['lead','sale'],'duplicate_match':'already'}}",
          "postback.statuses", "lead and sale");
    warns(scene, ENTITY_SOURCE,
          "{" S "," WITH_ID ",'postback':{'url':'http://h/?t={external_id}',"
          "'statuses':['lead','sale'],'duplicate_match':'already',"
          "'status_urls':{'lead':'http://h/?g=2&t={external_id}'}}}",
          NULL, NULL);
    warns(scene, ENTITY_SOURCE, "{" S ",'cost_sync':{'url':'http://api.example/v2'}}",
          "cost_sync.url", "in clear");
    warns(scene, ENTITY_SOURCE, "{" S ",'cost_sync':{'url':'http://127.0.0.1.example/v2'}}",
          "cost_sync.url", "in clear");
    warns(scene, ENTITY_SOURCE, "{" S ",'cost_sync':{'url':'http://127.0.0.1:8083/v2'}}", NULL,
          NULL);
    warns(scene, ENTITY_SOURCE, "{" S ",'cost_sync':{'url':'http://[::1]:8083/v2'}}", NULL, NULL);
    warns(scene, ENTITY_SOURCE, "{" S ",'cost_sync':{'url':'https://api.example/v2'}}", NULL, NULL);
    warns(scene, ENTITY_OFFER, "{" S ",'url':'http://h/?a=1'}", "url", "no click id");
    warns(scene, ENTITY_OFFER, "{" S ",'url':'http://h/?a='}", NULL, NULL);
    warns(scene, ENTITY_OFFER, "{" S ",'url':'http://h/?a=1','network_id':1}", NULL, NULL);
    warns(scene, ENTITY_NETWORK, "{" S ",'offer_url_template':'{url}&a=1'}", "offer_url_template",
          "{clickid}");
    warns(scene, ENTITY_ADCAMPAIGN, "{" S ",'price':'0.05','daily_budget':'0.049999'}",
          "daily_budget", "a click costs more");
    warns(scene, ENTITY_ADCAMPAIGN, "{" S ",'price':'0.05','total_budget':'0.049999'}",
          "total_budget", "a click costs more");
    warns(scene, ENTITY_ADCAMPAIGN, "{" S ",'pricing':'cpv','price':'1','total_budget':'0.5'}",
          "total_budget", "a view costs more");
    warns(scene, ENTITY_ADCAMPAIGN, "{" S ",'pricing':'cpm','price':'10','daily_budget':'0.009'}",
          "daily_budget", "a view costs more");
    warns(scene, ENTITY_ADCAMPAIGN, "{" S ",'pricing':'cpm','price':'10','daily_budget':'0.01'}",
          NULL, NULL);
    warns(scene, ENTITY_ADCAMPAIGN,
          "{" S ",'pricing':'smart_cpm','price':'10000','daily_budget':'0.01'}", NULL, NULL);
    warns(scene, ENTITY_VARIATION, "{" S ",'adcampaign_id':1,'url':'http://h/?z={zone_id}'}", "url",
          "{conversions_tracking}");
    warns(scene, ENTITY_VARIATION,
          "{" S ",'adcampaign_id':1,'url':'http://h/?z={conversions_tracking}'}", NULL, NULL);
    warns(scene, ENTITY_CAMPAIGN, CAMPAIGN, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_refusal_names_its_field_and_stores_nothing,
                                        scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(a_refused_update_leaves_the_document_as_it_was, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(a_template_that_would_break_an_offer_is_refused, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(words_that_are_quoted_back_stay_valid_utf8, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(what_is_probably_wrong_is_warned_of, scene_make,
                                        scene_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
