#include "traffic/demo_plan.h"

const struct plan_entity plan_entities[] = {
    {ENTITY_NETWORK,
     "{'name':'Northbound Offers','offer_url_template':'{url}&s1={clickid}',"
     "'status_map':{'approved':'sale','hold':'lead','declined':'rejected','rebill':'rebill'},"
     "'postback_macros':{'cid':'#s1#','payout':'#price#','txid':'#tid#','status':'#status#'}}"},
    {ENTITY_NETWORK, "{'name':'Sundial CPA','offer_url_template':'{url}&aff_sub={clickid}',"
                     "'status_map':{'1':'sale','0':'lead','2':'rejected','3':'rebill'},"
                     "'postback_macros':{'cid':'{aff_sub}','payout':'{payout}','txid':'{"
                     "transaction_id}','status':'{status}'}}"},
    {ENTITY_NETWORK,
     "{'name':'Leadmill','offer_url_template':'{url}&subid={clickid}',"
     "'status_map':{'confirmed':'sale','pending':'lead','trash':'rejected','repeat':'rebill'},"
     "'postback_macros':{'cid':'{subid}','payout':'{sum}','txid':'{order}','status':'{status}'}}"},

    {ENTITY_OFFER,
     "{'name':'Dating · Nearby "
     "FR','url':'https://go.northbound.example/nearby?a=14030&c=64375','network_id':'@networks/"
     "0','country':'FR','payout':{'amount':'2.4'},'tags':['dating']}"},
    {ENTITY_OFFER,
     "{'name':'Dating · Premium "
     "FR/BE','url':'https://go.northbound.example/premium?a=14030&c=64391','network_id':'@networks/"
     "0','country':'FR','payout':{'amount':'3.1'},'tags':['dating']}"},
    {ENTITY_OFFER, "{'name':'Sweepstakes · Phone "
                   "DE','url':'https://sundial.example/c/881?o=phone','network_id':'@networks/"
                   "1','country':'DE','payout':{'amount':'1.8'},'tags':['sweepstakes']}"},
    {ENTITY_OFFER, "{'name':'Sweepstakes · Voucher "
                   "DE/AT','url':'https://sundial.example/c/904?o=voucher','network_id':'@networks/"
                   "1','country':'DE','payout':{'amount':'2.2'},'tags':['sweepstakes']}"},
    {ENTITY_OFFER, "{'name':'Antivirus · "
                   "US','url':'https://sundial.example/c/1207?o=av','network_id':'@networks/"
                   "1','country':'US','payout':{'amount':'14'},'tags':['software']}"},
    {ENTITY_OFFER, "{'name':'Nutra · Keto "
                   "DE','url':'https://leadmill.example/in?offer=501','network_id':'@networks/"
                   "2','country':'DE','payout':{'amount':'28'},'tags':['nutra']}"},
    {ENTITY_OFFER, "{'name':'Nutra · Vision "
                   "IT/ES','url':'https://leadmill.example/in?offer=522','network_id':'@networks/"
                   "2','country':'IT','payout':{'amount':'24'},'tags':['nutra']}"},
    {ENTITY_OFFER,
     "{'name':'Games · Star "
     "Drift','url':'https://go.northbound.example/drift?a=14030&c=70102','network_id':'@networks/"
     "0','payout':{'amount':'1.1'},'tags':['games']}"},
    {ENTITY_OFFER, "{'name':'Finance · Micro loan "
                   "PL','url':'https://leadmill.example/in?offer=610','network_id':'@networks/"
                   "2','country':'PL','payout':{'amount':'9.5'},'tags':['finance']}"},
    {ENTITY_OFFER, "{'name':'Software · Cleaner "
                   "US','url':'https://sundial.example/c/1311?o=cleaner','network_id':'@networks/"
                   "1','country':'US','payout':{'amount':'6.5'},'tags':['software']}"},

    {ENTITY_LANDER,
     "{'name':'Three questions','url':'https://pages.demo.example/quiz/?cid={clickid}'}"},
    {ENTITY_LANDER,
     "{'name':'Chat preview','url':'https://pages.demo.example/chat/?cid={clickid}'}"},
    {ENTITY_LANDER,
     "{'name':'Spin the wheel','url':'https://pages.demo.example/wheel/?cid={clickid}'}"},
    {ENTITY_LANDER,
     "{'name':'The story of Anna','url':'https://pages.demo.example/story/?cid={clickid}'}"},
    {ENTITY_LANDER,
     "{'name':'Advertorial','url':'https://pages.demo.example/news/?cid={clickid}'}"},

    {ENTITY_GOAL,
     "{'name':'Sale','value':{'type':'dynamic'},'count':'one','order':1,'window_days':30}"},
    {ENTITY_GOAL,
     "{'name':'Sign-up','value':{'type':'none'},'count':'one','order':2,'window_days':30}"},
    {ENTITY_GOAL,
     "{'name':'Renewal','value':{'type':'dynamic'},'count':'every','order':3,'window_days':90}"},

    {ENTITY_SOURCE,
     "{'name':'ExoClick','template':'exoclick','postback':{'url':'http://s.magsrv.example/"
     "tag.php?goal=4f7d2a90c1b3e85602d94ac7718ef3b5&tag={external_id}&value={payout}','statuses':['"
     "sale','rebill']}}"},
    {ENTITY_SOURCE, "{'name':'PropellerAds','template':'propellerads','postback':{'url':'http://"
                    "ad.propellerads.example/"
                    "conversion.php?aid=3741922&pid=&tid=98214&visitor_id={external_id}&payout={"
                    "payout}','statuses':['sale']}}"},
    {ENTITY_SOURCE,
     "{'name':'Adsterra','template':'adsterra','cost':{'param':'cost','macro':'##COST##','unit':'"
     "event'},'postback':{'url':'http://www.pbterra.example/name/demo/"
     "at?subid_short={external_id}&atpay={payout}','statuses':['lead','sale'],'success_match':'^OK'"
     "}}"},
    {ENTITY_SOURCE,
     "{'name':'Brandwave "
     "native','external_id':{'param':'bw','macro':'{click_id}'},'cost':null,'tokens':["
     "{'slot':1,'param':'site','macro':'{site}','name':'Site'},{'slot':2,'param':'zone','macro':'{"
     "widget}','name':'Zone'},{'slot':3,'param':'title','macro':'{title}','name':'Title'}],"
     "'postback':{'url':'https://pb.brandwave.example/"
     "c?account=REPLACE&id={external_id}&value={payout}','statuses':['sale']}}"},
    {ENTITY_SOURCE,
     "{'name':'Our own ad "
     "network','external_id':{'param':'external_id','macro':'{conversions_tracking}'},'cost':{'"
     "param':'cost','macro':'{actual_cost}','unit':'event'},'tokens':["
     "{'slot':1,'param':'variation_id','macro':'{variation_id}','name':'Variation'},{'slot':2,'"
     "param':'siteid','macro':'{site_id}','name':'Site'},{'slot':3,'param':'zoneid','macro':'{zone_"
     "id}','name':'Zone'},"
     "{'slot':4,'param':'catid','macro':'{category_id}','name':'Category'},{'slot':5,'param':'"
     "country','macro':'{country}','name':'Country'},{'slot':6,'param':'format','macro':'{format}',"
     "'name':'Format'}],"
     "'postback':{'url':'$network/tag.php?goal=$goals/"
     "0&tag={external_id}&value={payout}','statuses':['lead','sale','rebill'],'dedup_hours':24,'"
     "success_match':'^OK','duplicate_match':'already been notified',"
     "'status_urls':{'lead':'$network/tag.php?goal=$goals/1&tag={external_id}','rebill':'$network/"
     "tag.php?goal=$goals/2&tag={external_id}&value={payout}'}}}"},

    {ENTITY_FLOW,
     "{'name':'Sweepstakes "
     "DE/AT','paths':[{'weight':60,'landers':[{'id':'@landers/2'}],'offers':[{'id':'@offers/"
     "2'},{'id':'@offers/3'}]},{'weight':40,'landers':[],'offers':[{'id':'@offers/3'}]}]}"},

    {ENTITY_CAMPAIGN,
     "{'name':'ExoClick · FR · "
     "pop','source_id':'@sources/"
     "0','cost':{'model':'auto'},'tags':['dating'],'country':'FR','paths':[{'weight':100,'landers':"
     "[{'id':'@landers/0','weight':50},{'id':'@landers/1','weight':50}],'offers':[{'id':'@offers/"
     "0'},{'id':'@offers/1'}]}],"
     "'rules':[{'name':'Belgium and "
     "Switzerland','match':'all','conditions':[{'field':'country','op':'in','values':['BE','CH']}],"
     "'paths':[{'weight':100,'landers':[{'id':'@landers/0'}],'offers':[{'id':'@offers/1'}]}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'ExoClick · DE · "
                      "banner','source_id':'@sources/"
                      "0','cost':{'model':'auto'},'tags':['sweepstakes'],'country':'DE','flow_id':'"
                      "@flows/0','paths':[]}"},
    {ENTITY_CAMPAIGN,
     "{'name':'ExoClick · BE · "
     "native','source_id':'@sources/"
     "0','cost':{'model':'auto'},'tags':['dating'],'country':'BE','paths':[{'weight':100,'landers':"
     "[{'id':'@landers/1'}],'offers':[{'id':'@offers/1'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'PropellerAds · DE · "
                      "push','source_id':'@sources/"
                      "1','cost':{'model':'auto'},'tags':['sweepstakes'],'country':'DE','flow_id':'"
                      "@flows/0','paths':[]}"},
    {ENTITY_CAMPAIGN, "{'name':'PropellerAds · US · "
                      "interstitial','source_id':'@sources/"
                      "1','cost':{'model':'auto'},'tags':['software'],'country':'US','paths':[{'"
                      "weight':100,'landers':[],'offers':[{'id':'@offers/4'}]}]}"},
    {ENTITY_CAMPAIGN,
     "{'name':'Adsterra · IT · social "
     "bar','source_id':'@sources/"
     "2','cost':{'model':'auto'},'tags':['nutra'],'country':'IT','paths':[{'weight':100,'landers':["
     "{'id':'@landers/3'}],'offers':[{'id':'@offers/6'}]}]}"},
    {ENTITY_CAMPAIGN,
     "{'name':'Adsterra · ES · social "
     "bar','source_id':'@sources/"
     "2','cost':{'model':'auto'},'tags':['nutra'],'country':'ES','paths':[{'weight':50,'landers':[{"
     "'id':'@landers/3'}],'offers':[{'id':'@offers/6'}]},{'weight':50,'landers':[{'id':'@landers/"
     "4'}],'offers':[{'id':'@offers/6'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'Adsterra · PL · "
                      "pop','source_id':'@sources/"
                      "2','cost':{'model':'auto'},'tags':['finance'],'country':'PL','paths':[{'"
                      "weight':100,'landers':[],'offers':[{'id':'@offers/8'}]}]}"},
    {ENTITY_CAMPAIGN,
     "{'name':'Brandwave · DE · "
     "advertorial','source_id':'@sources/"
     "3','cost':{'model':'cpc','amount':'0.34'},'tags':['nutra'],'country':'DE','paths':[{'weight':"
     "100,'landers':[{'id':'@landers/4'}],'offers':[{'id':'@offers/5'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'Own network · FR · "
                      "banner','source_id':'@sources/"
                      "4','cost':{'model':'auto'},'tags':['dating'],'country':'FR','paths':[{'"
                      "weight':70,'landers':[{'id':'@landers/1'}],'offers':[{'id':'@offers/"
                      "0'}]},{'weight':30,'landers':[],'offers':[{'id':'@offers/1'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'Own network · US · "
                      "popunder','source_id':'@sources/"
                      "4','cost':{'model':'auto'},'tags':['games'],'country':'US','paths':[{'"
                      "weight':100,'landers':[],'offers':[{'id':'@offers/7'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'PropellerAds · WW · revenue "
                      "share','source_id':'@sources/"
                      "1','cost':{'model':'revshare','amount':'60'},'tags':['games'],'paths':[{'"
                      "weight':100,'landers':[],'offers':[{'id':'@offers/7'}]}]}"},
    {ENTITY_CAMPAIGN, "{'name':'Adsterra · US · per "
                      "sale','source_id':'@sources/"
                      "2','cost':{'model':'cpa','amount':'4.2'},'tags':['software'],'country':'US',"
                      "'paths':[{'weight':100,'landers':[],'offers':[{'id':'@offers/9'}]}]}"},

    {ENTITY_ADCAMPAIGN, "{'name':'Dating FR, banners','pricing':'cpc','price':'0.06'}"},
    {ENTITY_ADCAMPAIGN, "{'name':'Games US, popunder','pricing':'cpm','price':'14'}"},
    {ENTITY_ADCAMPAIGN, "{'name':'Lumen Shop, native','pricing':'cpc','price':'0.035'}"},

    {ENTITY_VARIATION,
     "{'name':'Blue 300x250','adcampaign_id':'@adcampaigns/0','url':'$campaigns/9'}"},
    {ENTITY_VARIATION,
     "{'name':'Red 728x90','adcampaign_id':'@adcampaigns/0','url':'$campaigns/9'}"},
    {ENTITY_VARIATION, "{'name':'Trailer','adcampaign_id':'@adcampaigns/1','url':'$campaigns/10'}"},
    {ENTITY_VARIATION,
     "{'name':'Ship in the dark','adcampaign_id':'@adcampaigns/1','url':'$campaigns/10'}"},
    {ENTITY_VARIATION, "{'name':'Lamp','adcampaign_id':'@adcampaigns/2','url':'https://"
                       "track.lumen.example/c/77?tag={conversions_tracking}&zone={zone_id}'}"},
    {ENTITY_VARIATION, "{'name':'Living "
                       "room','adcampaign_id':'@adcampaigns/2','url':'https://track.lumen.example/"
                       "c/78?tag={conversions_tracking}&zone={zone_id}'}"},
};
const size_t plan_entity_count = ARRAY_LEN(plan_entities);

const struct plan_network plan_networks[PLAN_NETWORKS] = {
    {"hold", "approved", "declined", "rebill", "apprvd", 0},
    {"0", "1", "2", "3", NULL, 22},
    {"pending", "confirmed", "trash", "repeat", NULL, 0},
};

const struct plan_offer plan_offers[PLAN_OFFERS] = {{80},  {180}, {70},  {120}, {100},
                                                    {100}, {100}, {100}, {100}, {100}};

const struct plan_lander plan_landers[PLAN_LANDERS] = {{31}, {21}, {37}, {17}, {13}};

const struct plan_campaign plan_campaigns[PLAN_CAMPAIGNS] = {
    {20, 2500, 52000, "FR70 BE14 CH9 LU2 CA3 MA2", 28, 0},
    {13, 1100, 26000, "DE78 AT14 CH8", 28, 0},
    {6, 2000, 58000, "BE80 FR12 NL8", 28, 0},
    {15, 2900, 58000, "DE70 AT20 PL4 CZ6", 28, 0},
    {9, 1300, 150000, "US86 CA8 GB6", 28, 0},
    {8, 800, 260000, "IT90 ES6 FR4", 28, 0},
    {9, 1100, 150000, "ES84 IT6 MX10", 9, 0},
    {5, 500, 75000, "PL92 CZ4 SK4", 28, 6},
    {6, 900, 0, "DE88 AT8 CH4", 28, 0},
    {0, 2600, 0, "FR100", 28, 0}, /* these two by ad clicks of ours */
    {0, 1500, 0, "US100", 28, 0},
    {8, 1600, 0, "US30 BR18 IN16 MX10 PH9 ID9 TR8", 28, 0},
    {4, 1500, 0, "US82 GB10 AU8", 28, 0},
};

const struct plan_variation plan_variations[PLAN_VARIATIONS] = {
    {26, 9, 0, "300x250", "FR88 BE8 CH4"},           {14, 9, 0, "728x90", "FR90 BE6 CH4"},
    {22, 10, 0, "popunder", "US84 CA10 GB6"},        {12, 10, 0, "popunder", "US86 CA8 AU6"},
    {15, -1, 2400, "native", "DE46 FR22 IT18 ES14"}, {11, -1, 1100, "native", "DE50 FR20 NL30"},
};

const struct plan_cost plan_costs[] = {
    {8, 21, 15, "318.4", "csv"},
    {8, 14, 8, "301.75", "csv"},
    {5, 4, 4, "47.2", "api"},
    {0, 3, 3, "21.9", "manual"},
};
const size_t plan_cost_count = ARRAY_LEN(plan_costs);
