/* Made by web/script/types.mjs from /api/openapi.json. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ready: {
            ready: boolean;
            /** @description The parts that are not. */
            not_ready: string[];
            /** @description What is served without: databases and rules that are missing. */
            warnings: string[];
        };
        document: Record<string, never>;
        error: {
            error: {
                /** @description A word for machines. */
                code: string;
                /** @description A sentence for people. */
                message: string;
                /** @description The field or parameter it is about. */
                field: string | null;
                /** @description What is there, when the version was another one. */
                current?: {
                    version: number;
                    changed_at: string | null;
                    changed_by: string;
                };
            };
        };
        template_row: {
            /** @description Of one that users made; null of a preset. */
            id: (number | string) | null;
            workspace_id: (number | string) | null;
            /** @description What an entity names as its template. */
            template: string;
            /** @enum {string} */
            kind: "source" | "network";
            name: string;
            /**
             * @description Who made it.
             * @enum {string}
             */
            origin: "user" | "builtin";
            confidence: string | null;
            /** @description Whether it was seen in the network's own words; null of one that users made. */
            verified: boolean | null;
            /** @description What its user should know. */
            notes: string | null;
            /** @description Where it was read. */
            source: string | null;
            /** @description When it was read last. */
            checked: string | null;
            /** @description What it fills. */
            fields: Record<string, never>;
        };
        visit: {
            id: string;
            /** @description The click id. */
            cid: string;
            /** Format: date-time */
            visited_at: string;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            source: {
                id: number;
                name: string | null;
            } | null;
            /** @description That the visitor came by. */
            domain: {
                id: number;
                name: string | null;
            } | null;
            /**
             * @description How the visit came.
             * @enum {string}
             */
            via: "redirect" | "script" | "pixel";
            /** @description Null behind a lander: its click draws one. */
            offer: ({
                id: number;
                name: string | null;
            } | null) | null;
            /** @description Null: straight to the offer. */
            lander: ({
                id: number;
                name: string | null;
            } | null) | null;
            /** @description Null: by the campaign's own rules and paths. */
            flow: ({
                id: number;
                name: string | null;
            } | null) | null;
            /** @description Which rule took it, from 1; 0: none. */
            rule: number;
            /** @description Which path of the rule or of the default ones, from 1. */
            path: number;
            /** @description Two letters. By the address, like all up to proxy. */
            continent: string | null;
            /** @description Two letters. */
            country: string | null;
            region: string | null;
            city: string | null;
            /** @description The internet provider or carrier. */
            isp: string | null;
            /** @description The number of the autonomous system. */
            asn: number | null;
            /** @description broadband, mobile, corporate, satellite or dialup. */
            connection_type: string | null;
            /** @description What is known of the address: proxy, vpn, hosting. */
            proxy: string[];
            /** @description By the user agent and client hints, like all up to browser_version. */
            device_type: ("mobile" | "tablet" | "tv" | "desktop") | null;
            brand: string | null;
            model: string | null;
            /** @description The operating system. */
            os: string | null;
            os_version: string | null;
            browser: string | null;
            browser_version: string | null;
            /** @description Of the screen, as a page's script says it: 1920x1080. */
            resolution: string | null;
            /** @description The first that the browser asks for. */
            language: string | null;
            /** @description As it was recorded, in cost_currency. */
            cost: string;
            cost_currency: string | null;
            /** @description The source sent no usable cost. */
            cost_missing: boolean;
            /** @description To the workspace's currency. */
            cost_rate: string | null;
            /** @description Of its publication. */
            cost_rate_date: string | null;
            /** @description What was sent as currency is none. */
            cost_currency_assumed: boolean;
            /** @description No rate was known: the cost counts 0. */
            no_rate: boolean;
            /** @description What it costs now, in the workspace's currency: what reports sum. */
            cost_booked: string;
            /**
             * @description setup: as recorded; the others: told afterwards.
             * @enum {string}
             */
            cost_origin: "setup" | "manual" | "api" | "csv";
            external_id: string | null;
            /** @description The source's values by parameter. */
            tokens: {
                [key: string]: string | null;
            };
            /** @description Of the visit: by its lander, or by an update. */
            events: {
                [key: string]: string | null;
            };
            /** @description external_id and tokens whose macro the source left in: its link is wrong. */
            unexpanded: string[];
            is_bot: boolean;
            /** @description Of a conversion test: in no figure. */
            is_test: boolean;
            /** @description The first of its visitor within the campaign's window. */
            is_unique: boolean;
            /** @description What told of an earlier visit: cookie and address within the window, old_cookie before it. */
            seen_by: string[];
            /** @description Why it is taken for a bot. */
            signals: string[];
            /** @description Null once it is forgotten. */
            address: string | null;
            user_agent: string | null;
            referrer: string | null;
            /** @description The catalogue's version that decided. */
            catalog_version: number;
        };
        forget: {
            /** @description The click id of a visit. */
            cid: string;
        };
        forgotten: {
            /** @description How many entries had an address, user agent and referrer; 0: they were forgotten already. */
            forgotten: number;
        };
        click: {
            id: string;
            /** Format: date-time */
            clicked_at: string;
            /** @description The visit's click id. */
            cid: string;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            /** @description Null: a page with the tracker's script. */
            lander: ({
                id: number;
                name: string | null;
            } | null) | null;
            /** @description Which offer of the path was asked for; 0: it was drawn. */
            number: number;
            offer: {
                id: number;
                name: string | null;
            } | null;
            /** @description The visit's first click by a person. */
            is_first: boolean;
            is_bot: boolean;
            /** @description Of a conversion test: in no figure. */
            is_test: boolean;
            /** @description The catalogue's version that decided. */
            catalog_version: number;
        };
        conversion: {
            id: string;
            cid: string | null;
            txid: string | null;
            status: string | null;
            /** @description The network's own word. */
            status_raw: string | null;
            /** @description One of the workspace's own types. */
            type: string | null;
            /** @description False: one of the campaign's other conversions. */
            is_counted: boolean;
            /** @description The first of its click. */
            is_unique: boolean;
            /** @description A further one of its click. */
            is_upsell: boolean;
            /** @description That it was first registered by. */
            channel: string | null;
            /** @description As the network said, in currency. */
            payout: string;
            currency: string | null;
            /** @description None came, and the offer has none. */
            payout_missing: boolean;
            /** @description To the workspace's currency. */
            rate: string | null;
            /** @description Of its publication. */
            rate_date: string | null;
            /** @description Nobody named one that is known. */
            currency_assumed: boolean;
            /** @description No rate was known: an amount counts 0. */
            no_rate: boolean;
            /** @description In the workspace's currency. */
            revenue: string;
            /** @description Of its visit, as it is now, and its own. */
            cost: string;
            /** @description Its own, of CPA and RevShare: what reports sum. */
            cost_booked: string;
            visited_at: string | null;
            /** @description When the visitor clicked on the lander; null: there was none, or no click. */
            clicked_at: string | null;
            /**
             * Format: date-time
             * @description Its first postback.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Its last change.
             */
            updated_at: string;
            /** @description One of them, as the workspace's registration_time says. */
            registered_at: string | null;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            offer: {
                id: number;
                name: string | null;
            } | null;
            source: {
                id: number;
                name: string | null;
            } | null;
            network: {
                id: number;
                name: string | null;
            } | null;
            external_id: string | null;
            is_bot: boolean;
            lander: {
                id: number;
                name: string | null;
            } | null;
            /** @description Whose rules and paths were taken; null: the campaign's. */
            flow: {
                id: number;
                name: string | null;
            } | null;
            domain: {
                id: number;
                name: string | null;
            } | null;
            /** @description Which rule took the visit, from 1; 0: none. */
            rule: number | null;
            /** @description Which path of the campaign; null once the visit is pruned. */
            path: number | null;
            /** @description The source's values by parameter. */
            tokens: {
                [key: string]: string | null;
            };
            /** @description Of the visit: by its lander, or by an update. */
            events: {
                [key: string]: string | null;
            };
            /** @description param1 to param10 and the events. */
            params: {
                [key: string]: string | null;
            };
            /** @description The sender's own id. */
            conversion_id: string | null;
            /** @description What became of telling the source; null: nothing decided. */
            forward: {
                /** @description What became of telling the source; null: pruned. */
                outcome: string | null;
                /**
                 * @description Whose postback it is.
                 * @enum {string}
                 */
                destination: "source" | "campaign";
                reason: string | null;
                /** @description The reason in words. */
                reason_text: string | null;
                /** @description What to do about it. */
                mend: string | null;
            } | null;
            /** @description Of a conversion test: in no figure. */
            is_test: boolean;
            /** @description A source was told of it, it is rejected now, and the source does not know. */
            is_reversed: boolean;
            /** @description Of a single conversion: every decision to tell its destinations, newest first. */
            forwards?: {
                forward_id: string;
                /**
                 * @description Whose postback it is.
                 * @enum {string}
                 */
                destination: "source" | "campaign";
                source: {
                    id: number;
                    name: string | null;
                } | null;
                campaign: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Of the conversion, when it was decided. */
                status: string | null;
                /** @enum {string} */
                decision: "send" | "skip";
                /** @description Where it stands; null: pruned. */
                state: ("due" | "sending" | "held" | "delivered" | "duplicate" | "refused" | "failed" | "dropped" | "resent" | "skipped") | null;
                reason: string | null;
                /** @description The reason in words. */
                reason_text: string | null;
                /** @description What to do about it. */
                mend: string | null;
                method: string | null;
                url: string | null;
                /** @description The forward that a person sent again. */
                resend_of: string | null;
                /** @description When it is due. */
                next_at: string | null;
                /** Format: date-time */
                decided_at: string;
                /** @description Each attempt that ended, the first one first. */
                attempts: {
                    id: string;
                    /** @description 0: ended by a person before any. */
                    attempt: number;
                    outcome: string | null;
                    reason: string | null;
                    reason_text: string | null;
                    mend: string | null;
                    status_code: number | null;
                    /** @description The beginning of the answer. */
                    body: string | null;
                    /** @description Of the connection. */
                    error: string | null;
                    duration_ms: number;
                    /** @description When it is tried again. */
                    next_at: string | null;
                    /** Format: date-time */
                    created_at: string;
                }[];
            }[];
        };
        conversion_new: {
            /** @description The click id. */
            cid: string;
            /** @description A decimal, or auto: what the offer pays. Negative ones correct. */
            payout?: string | null;
            /** @description Of the payout. */
            currency?: string | null;
            /** @description A word, as a postback would bring it. */
            status?: string | null;
            txid?: string | null;
            conversion_id?: string | null;
            /** @description param1 to param10, event1 to event30, add_event1 to add_event30. */
            params?: {
                [key: string]: string | null;
            } | null;
            /** @description Whether its source may be told; true. */
            forward?: boolean | null;
            /** @description What it does to one that is there; without it what the network says. */
            mode?: ("update" | "ignore" | "add" | "sum") | null;
        };
        conversion_made: {
            /** @description recorded, updated, duplicate or ignored. */
            outcome: string;
            reason: string;
            conversion_id: string | null;
        };
        unmapped_word: {
            /** @description As it last came. */
            word: string;
            network: {
                id: number;
                name: string | null;
            } | null;
            /** @description That have it and no meaning. */
            conversions: number;
            /**
             * Format: date-time
             * @description The newest one.
             */
            last_at: string;
        };
        remap: {
            /** @description Of a postback's status, in any case. */
            word: string;
            /** @description What it means; without this and type: what the lists say. */
            status?: ("lead" | "sale" | "rebill" | "rejected") | null;
            /** @description The conversion type that it means. */
            type?: string | null;
            /** @description Only what came from this one. */
            network_id?: number | null;
            /** @description Also conversions that had a meaning; false. */
            all?: boolean | null;
            /** @description Keep it for those to come: in the network's status_map with network_id, else in the settings; false. */
            save?: boolean | null;
            /** @description Whether sources may be told; true. */
            forward?: boolean | null;
            /** @description Only say how many; false. */
            dry_run?: boolean | null;
            /** @description How many conversions at most, newest first; 20000. */
            limit?: number | null;
            /** @description What the answer before gave as next. */
            cursor?: string | null;
        };
        remapped: {
            /** @description Conversions of the word. */
            found: number;
            /** @description Those that are something else now. */
            changed: number;
            /** @description There are more: ask again with it as cursor. */
            next: string | null;
            saved: boolean;
        };
        upload: {
            /**
             * @description Lines of clickid:payout:status:..., or CSV with a header.
             * @enum {string}
             */
            format: "lines" | "csv";
            /** @description The file. */
            text: string;
            /** @description Only say what would become of each row; false. */
            preview?: boolean | null;
            /** @description Whether sources may be told; true. */
            forward?: boolean | null;
            /** @description A row replaces the conversion that is there, whatever the network says; false. */
            replace?: boolean | null;
        };
        uploaded: {
            preview: boolean;
            /** @description The same upload under this key does nothing more. */
            key: string | null;
            /** @description Rows by outcome. */
            counts: Record<string, never>;
            rows: {
                /** @description Where the row begins, from 1. */
                line: number;
                cid: string | null;
                /** @enum {string} */
                outcome: "recorded" | "updated" | "duplicate" | "ignored" | "unrecorded_click" | "refused" | "error";
                reason: string | null;
                /** @description Of an error: the parameter. */
                field: string | null;
                /** @description null in a preview of a new one. */
                conversion_id: string | null;
            }[];
        };
        postback_in: {
            id: string;
            /** Format: date-time */
            received_at: string;
            /**
             * @description How it came.
             * @enum {string}
             */
            channel: "s2s" | "pixel" | "manual" | "csv";
            method: string | null;
            /** @description As received; secrets are cut out. */
            query: string | null;
            /** @description What was understood of it, by the tracker's own names; null: nothing. */
            params: {
                [key: string]: string | null;
            } | null;
            /** @description What it was answered. */
            status_code: number;
            outcome: string | null;
            reason: string | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What to do about it. */
            mend: string | null;
            /** @description Of a conversion test. */
            is_test: boolean;
            cid: string | null;
            conversion_id: string | null;
            network: {
                id: number;
                name: string | null;
            } | null;
            address: string | null;
        };
        conversion_test_new: {
            /** @description That the postback names. */
            payout?: string | null;
            /** @description The network's word for it; null: it says none. */
            status?: string | null;
            /** @description Of the transaction. */
            txid?: string | null;
            /** @description Values of the campaign URL's parameters; others get samples. */
            tokens?: {
                [key: string]: string | null;
            } | null;
            /** @description Whether the sources are really told; true by default. */
            forward?: boolean;
        };
        conversion_test: {
            /** @description Whether every step is well. */
            ok: boolean;
            /** @description The click id that was given. */
            cid: string | null;
            conversion_id: string | null;
            /** @description In order; the first that is not ok ends the play. */
            steps: {
                /** @enum {string} */
                step: "visit" | "hop" | "lander" | "click" | "offer" | "postback" | "conversion" | "source_postback" | "campaign_postback";
                ok: boolean;
                /** @description That was asked, or led to. */
                url: string | null;
                /** @description Of the answer; null: nothing was asked. */
                status: number | null;
                ms: number;
                /** @description Its beginning, or what was found. */
                answer: string | null;
                /** @description null: it is well. */
                what_to_change: string | null;
            }[];
        };
        resend_new: {
            /** @description Send though it may count twice at the receiver. */
            force?: boolean;
        };
        conversion_resent: {
            /** @description What was decided for each destination. */
            forwards: {
                /** @enum {string} */
                destination: "source" | "campaign";
                forward_id: string;
                /** @enum {string} */
                decision: "send" | "skip";
                reason: string;
            }[];
        };
        forwarded: {
            forward_id: string;
        };
        nothing: Record<string, never>;
        postback_queued: {
            /** @description The forward_id. */
            id: string;
            conversion_id: string;
            /**
             * @description Whose postback it is.
             * @enum {string}
             */
            destination: "source" | "campaign";
            source: {
                id: number;
                name: string | null;
            } | null;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            status: string | null;
            /**
             * @description held: until a person acts.
             * @enum {string}
             */
            state: "due" | "sending" | "held";
            reason: string | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What to do about it. */
            mend: string | null;
            /** @description Made so far. */
            attempts: number;
            method: string | null;
            url: string | null;
            /** Format: date-time */
            due_at: string;
            /** Format: date-time */
            decided_at: string;
            /** @description Of a conversion test. */
            is_test: boolean;
        };
        postback_out: {
            id: string;
            conversion_id: string | null;
            forward_id: string | null;
            /** @description Whose postback it is. */
            destination: ("source" | "campaign") | null;
            source: {
                id: number;
                name: string | null;
            } | null;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            status: string | null;
            method: string | null;
            url: string | null;
            status_code: number | null;
            /** @description The beginning of the answer. */
            body: string | null;
            attempt: number | null;
            outcome: string | null;
            reason: string | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What to do about it. */
            mend: string | null;
            /** @description Of the connection. */
            error: string | null;
            /** @description That was asked. */
            address: string | null;
            duration_ms: number | null;
            sent_at: string | null;
            /** @description When it is tried again. */
            next_at: string | null;
            /** @description Of a conversion test. */
            is_test: boolean;
            /** Format: date-time */
            created_at: string;
        };
        ad_click: {
            id: string;
            /** Format: date-time */
            clicked_at: string;
            variation: {
                id: number;
                name: string | null;
            } | null;
            adcampaign: {
                id: number;
                name: string | null;
            } | null;
            site_id: number | null;
            zone_id: number | null;
            category_id: number | null;
            /** @description Which of the variation's landing pages, from 1; null: its one URL. */
            landing_page: number | null;
            /** @description 1: a popunder, or a view that nobody else counts. */
            impressions: number;
            /** @description 0: a popunder. */
            clicks: number;
            /** @description As its page said, else by the address. */
            country: string | null;
            /** @description By the address. */
            isp: string | null;
            /** @description The first that the browser asks for. */
            language: string | null;
            /** @description By the user agent and client hints, as os and browser. */
            device_type: ("mobile" | "tablet" | "tv" | "desktop") | null;
            os: string | null;
            browser: string | null;
            format: string | null;
            src_hostname: string | null;
            keyword: string | null;
            sub: string | null;
            cost: string;
            currency: string | null;
            is_bot: boolean;
            signals: string[];
            address: string | null;
            user_agent: string | null;
            referrer: string | null;
        };
        impression: {
            id: string;
            /** Format: date-time */
            seen_at: string;
            variation: {
                id: number;
                name: string | null;
            } | null;
            adcampaign: {
                id: number;
                name: string | null;
            } | null;
            site: {
                id: number;
                name: string | null;
            } | null;
            zone: {
                id: number;
                name: string | null;
            } | null;
            category_id: number | null;
            /** @description Three letters, by the address. */
            country: string | null;
            isp: string | null;
            /** @description The first that the browser asks for. */
            language: string | null;
            device_type: ("mobile" | "tablet" | "tv" | "desktop") | null;
            os: string | null;
            browser: string | null;
            format: string | null;
            src_hostname: string | null;
            keyword: string | null;
            sub: string | null;
            /** @description 0 where clicks or conversions are paid for. */
            cost: string;
            currency: string | null;
            is_bot: boolean;
            signals: string[];
            address: string | null;
            user_agent: string | null;
            referrer: string | null;
        };
        refusal: {
            id: string;
            /** Format: date-time */
            written_at: string;
            /**
             * Format: date-time
             * @description The first of them; the last one came before written_at.
             */
            from: string;
            /**
             * @description A zone's ad, a click, or a page's impression.
             * @enum {string}
             */
            asked: "zone" | "click" | "impression";
            /**
             * @description Why; as the ad campaign's state where that is it.
             * @enum {string}
             */
            cause: "no_ad" | "blocked" | "unavailable" | "archived" | "paused" | "scheduled" | "ended" | "total_budget" | "daily_budget" | "total_clicks" | "daily_clicks" | "total_impressions" | "daily_impressions" | "capping";
            /** @description How many there were. */
            count: number;
            /** @description Null: the zone had no ad at all. */
            adcampaign: ({
                id: number;
                name: string | null;
            } | null) | null;
            /** @description Null: of no zone. */
            zone: ({
                id: number;
                name: string | null;
                hostname: string | null;
            } | null) | null;
        };
        goal_call: {
            id: string;
            /** Format: date-time */
            called_at: string;
            goal: {
                id: string;
                name: string | null;
            } | null;
            value: string;
            /** @description The price that its sender named. */
            cpa: string;
            /** @description What its ad campaign was charged for it. */
            cost: string;
            outcome: string | null;
            reason: string | null;
            ad_click_id: string | null;
            adcampaign: {
                id: number;
                name: string | null;
            } | null;
            variation: {
                id: number;
                name: string | null;
            } | null;
            site_id: number | null;
            zone_id: number | null;
            country: string | null;
            format: string | null;
            /**
             * @description A server's call, or a page's image with the tag in its cookie.
             * @enum {string}
             */
            channel: "s2s" | "pixel";
            /** @description As received. */
            query: string | null;
            address: string | null;
        };
        report: {
            /** @description Groups in their order. */
            rows: {
                /** @description Beside the filters of the request: what opens exactly this group. */
                filter?: string[];
                /** @description The logs with what is behind it. */
                entries: {
                    /** @description Null when the address would be too long. */
                    visits: string | null;
                    clicks: string | null;
                    conversions: string | null;
                    postbacks_in: string | null;
                    postbacks_out: string | null;
                };
                /** @description The campaign. */
                campaign?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The traffic source. */
                source?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The affiliate network of the offer. */
                network?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The offer; none for visits to a lander, whose clicks have it. */
                offer?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The lander; none: straight to the offer. */
                lander?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The flow; none: the campaign's own paths. */
                flow?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The domain that the visitor came by. */
                domain?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The workspace. */
                workspace?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Which rule took the visit, from 1; 0: none. */
                rule?: number;
                /** @description Which path of the rule or the default ones, from 1. */
                path?: number;
                /** @description A tag of the campaign; one with two tags counts in both. */
                tag?: string | null;
                /** @description 2026 */
                year?: number;
                /** @description 2026-11 */
                month?: string;
                /** @description ISO 8601: 2026-W48. */
                week?: string;
                /** @description 2026-11-24 */
                day?: string;
                /** @description 1 Monday to 7 Sunday. */
                weekday?: number;
                /** @description Of the day: 0 to 23. */
                hour?: number;
                /** @description Two letters. */
                continent?: string;
                /** @description Two letters. */
                country?: string;
                /** @description The region. */
                region?: string;
                /** @description The city. */
                city?: string;
                /** @description The first of Accept-Language: fr. */
                language?: string;
                /** @description broadband, mobile, corporate, satellite or dialup. */
                connection_type?: string;
                /** @description The internet provider or carrier. */
                isp?: string;
                /** @description The number of the autonomous system. */
                asn?: number;
                /** @description proxy, vpn, hosting, or several joined by a comma; none: not known. */
                proxy?: string;
                /** @description mobile, tablet, tv or desktop. */
                device_type?: string;
                /** @description The device's brand. */
                brand?: string;
                /** @description The device's model. */
                model?: string;
                /** @description The operating system. */
                os?: string;
                /** @description The system's version. */
                os_version?: string;
                /** @description The browser. */
                browser?: string;
                /** @description The browser's version. */
                browser_version?: string;
                /** @description The screen's size, where a page's script says it: 1920x1080. */
                screen?: string;
                /** @description The referrer's domain. */
                referrer_domain?: string | null;
                /** @description How the visit came: redirect, script, pixel. */
                via?: string | null;
                /** @description All signals of a bot together: hosting,no_language. */
                bot_reason?: string | null;
                /** @description Each signal of a bot; one with two signals counts in both. */
                bot_signal?: string | null;
                /** @description The visitor's first at the campaign. */
                is_unique?: boolean;
                /** @description Taken for a bot; see bots=. */
                is_bot?: boolean;
                /** @description Of a conversion test; see tests=. */
                is_test?: boolean;
                /** @description A token of the source, by its slot. */
                token1?: string | null;
                /** @description A token of the source, by its slot. */
                token2?: string | null;
                /** @description A token of the source, by its slot. */
                token3?: string | null;
                /** @description A token of the source, by its slot. */
                token4?: string | null;
                /** @description A token of the source, by its slot. */
                token5?: string | null;
                /** @description A token of the source, by its slot. */
                token6?: string | null;
                /** @description A token of the source, by its slot. */
                token7?: string | null;
                /** @description A token of the source, by its slot. */
                token8?: string | null;
                /** @description A token of the source, by its slot. */
                token9?: string | null;
                /** @description A token of the source, by its slot. */
                token10?: string | null;
                /** @description A token of the source, by its slot. */
                token11?: string | null;
                /** @description A token of the source, by its slot. */
                token12?: string | null;
                /** @description A token of the source, by its slot. */
                token13?: string | null;
                /** @description A token of the source, by its slot. */
                token14?: string | null;
                /** @description A token of the source, by its slot. */
                token15?: string | null;
                /** @description A token of the source, by its slot. */
                token16?: string | null;
                /** @description A token of the source, by its slot. */
                token17?: string | null;
                /** @description A token of the source, by its slot. */
                token18?: string | null;
                /** @description A token of the source, by its slot. */
                token19?: string | null;
                /** @description A token of the source, by its slot. */
                token20?: string | null;
                /** @description A token of the source, by its slot. */
                token21?: string | null;
                /** @description A token of the source, by its slot. */
                token22?: string | null;
                /** @description A token of the source, by its slot. */
                token23?: string | null;
                /** @description A token of the source, by its slot. */
                token24?: string | null;
                /** @description A token of the source, by its slot. */
                token25?: string | null;
                /** @description A token of the source, by its slot. */
                token26?: string | null;
                /** @description A token of the source, by its slot. */
                token27?: string | null;
                /** @description A token of the source, by its slot. */
                token28?: string | null;
                /** @description A token of the source, by its slot. */
                token29?: string | null;
                /** @description A token of the source, by its slot. */
                token30?: string | null;
                /** @description Of the conversion: lead, sale, rebill, rejected, unmapped. */
                status?: string | null;
                /** @description The network's own word. */
                status_raw?: string | null;
                /** @description One of the workspace's own types of conversion. */
                type?: string | null;
                /** @description Of the payout. */
                currency?: string | null;
                /** @description That the conversion was first registered by. */
                channel?: string | null;
                /** @description A parameter of the postback. */
                param1?: string | null;
                /** @description A parameter of the postback. */
                param2?: string | null;
                /** @description A parameter of the postback. */
                param3?: string | null;
                /** @description A parameter of the postback. */
                param4?: string | null;
                /** @description A parameter of the postback. */
                param5?: string | null;
                /** @description A parameter of the postback. */
                param6?: string | null;
                /** @description A parameter of the postback. */
                param7?: string | null;
                /** @description A parameter of the postback. */
                param8?: string | null;
                /** @description A parameter of the postback. */
                param9?: string | null;
                /** @description A parameter of the postback. */
                param10?: string | null;
                /** @description What the postback said of that event. */
                event_value1?: string | null;
                /** @description What the postback said of that event. */
                event_value2?: string | null;
                /** @description What the postback said of that event. */
                event_value3?: string | null;
                /** @description What the postback said of that event. */
                event_value4?: string | null;
                /** @description What the postback said of that event. */
                event_value5?: string | null;
                /** @description What the postback said of that event. */
                event_value6?: string | null;
                /** @description What the postback said of that event. */
                event_value7?: string | null;
                /** @description What the postback said of that event. */
                event_value8?: string | null;
                /** @description What the postback said of that event. */
                event_value9?: string | null;
                /** @description What the postback said of that event. */
                event_value10?: string | null;
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            }[];
            /** @description Over all groups, also those of other pages: each formula reckoned from the sums. */
            totals: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            };
            /** @description How many groups there are in all. */
            row_count: number;
            /** @description The cursor that goes on; null at the end. */
            next: string | null;
            /** @description The logs with what is behind the totals. */
            entries: {
                /** @description Null when the address would be too long. */
                visits: string | null;
                clicks: string | null;
                conversions: string | null;
                postbacks_in: string | null;
                postbacks_out: string | null;
            };
            /**
             * Format: date-time
             * @description What counts: from this instant on
             */
            from?: string;
            /**
             * Format: date-time
             * @description and before this one.
             */
            to: string;
            /**
             * Format: date-time
             * @description What it is compared with.
             */
            compare_from?: string;
            /** Format: date-time */
            compare_to?: string;
            /** @description The zone of days and hours. */
            tz: string;
            /**
             * @description Whose time a row counts at.
             * @enum {string}
             */
            time: "visit" | "click" | "conversion";
            /** @description Of all amounts. */
            currency: string;
            /** @description That turned the workspace's currency into it. */
            rate: string;
            /** @description Of its publication; null: the same currency. */
            rate_date: string | null;
            /** @description How old the oldest entry is that is not counted yet. */
            behind_ms: number;
        };
        lint_text: {
            /** @description A URL, a template or a query, as it was pasted. */
            text: string;
            /**
             * @description What it is to be; auto: the linter finds out.
             * @enum {string}
             */
            kind?: "auto" | "offer_url" | "lander_url" | "network_template" | "campaign_url" | "source_postback" | "incoming_postback" | "variation_url";
            /** @description Whose macros must stand in it. */
            context?: {
                /** @description The traffic source that it is about. */
                source_id?: (number | string) | null;
                /** @description The affiliate network that it is about. */
                network_id?: (number | string) | null;
            };
        };
        lint: {
            /**
             * @description What it was read as.
             * @enum {string}
             */
            kind: "offer_url" | "lander_url" | "network_template" | "campaign_url" | "source_postback" | "incoming_postback" | "variation_url";
            /** @description As they stand in the text. */
            findings: {
                /** @description Which rule. */
                code: string;
                /** @enum {string} */
                severity: "error" | "warning" | "note";
                /** @description What is wrong, in words. */
                message: string;
                /** @description Where it begins, in characters of the text. */
                at: number;
                /** @description 0: what is missing would stand there. */
                length: number;
                /** @description What should stand there instead. */
                suggestion: string | null;
            }[];
            /** @description The text with all that could be mended; null: nothing. */
            fixed: string | null;
        };
        preview_text: {
            /**
             * @description What the text is.
             * @enum {string}
             */
            kind: "offer_url" | "lander_url" | "network_template" | "campaign_url" | "source_postback" | "incoming_postback" | "variation_url";
            /** @description A URL or a template. Of a campaign_url it may be left out: the source's. */
            text?: string | null;
            /** @description Whose visit it is; what is not named is made up. */
            context?: {
                /** @description The traffic source. */
                source_id?: (number | string) | null;
                /** @description The offer's affiliate network. */
                network_id?: (number | string) | null;
                offer_id?: (number | string) | null;
                lander_id?: (number | string) | null;
                campaign_id?: (number | string) | null;
                /** @description Of a variation. */
                adcampaign_id?: (number | string) | null;
                variation_id?: (number | string) | null;
                /** @description Instead of source_id one that is not saved, as POST sources takes it. */
                source?: Record<string, never> | null;
                /** @description Instead of network_id one that is not saved, as POST networks takes it. */
                network?: Record<string, never> | null;
            };
        };
        preview: {
            /** @description With its macros: an offer's joined with its network's. */
            template: string | null;
            /** @description Finished; null when there is a problem. */
            url: string | null;
            /** @description Of each macro in the template, once. */
            values: {
                /** @description As it stands in the template. */
                macro: string;
                /** @description What stands for it in the URL. */
                value: string;
            }[];
            /** @description Why it gives no URL. */
            problem: string | null;
        };
        trace_url: {
            /** @description Where it begins. */
            url: string;
            /** @description The parameters that are looked for; null: all of the first URL's. */
            params?: string[] | null;
            /** @description 1 to 20, 10 by default. */
            max_hops?: number;
            /** @description What to come as; null: Rebond's link tester. */
            user_agent?: string | null;
        };
        trace: {
            /**
             * @description How it ended.
             * @enum {string}
             */
            end: "arrived" | "loop" | "too_many_hops" | "no_answer" | "left_the_web" | "timed_out";
            /** @description Of all hops. */
            ms: number;
            hops: {
                /** @description From 1. */
                hop: number;
                url: string;
                /** @description null: there was no answer. */
                status: number | null;
                ms: number;
                /** @description How it sends on; null: it does not. */
                how: ("status" | "refresh" | "meta") | null;
                /** @description Where to, as written. */
                location: string | null;
                /** @description Whether the page may send on by a script, which is not run. */
                script: boolean;
                error: string | null;
                params: {
                    /** @description In the first URL. */
                    name: string;
                    /**
                     * @description What became of it until here.
                     * @enum {string}
                     */
                    state: "kept" | "renamed" | "inside" | "changed" | "lost";
                    /** @description What it is called here; null: it stands in no parameter. */
                    as: string | null;
                    /** @description Of that parameter here. */
                    value: string | null;
                }[];
            }[];
            /** @description What is wrong, by hop. */
            findings: {
                code: string;
                /** @enum {string} */
                severity: "error" | "warning" | "note";
                message: string;
                hop: number;
            }[];
        };
        place_databases: {
            databases: {
                /**
                 * @description What it is asked for.
                 * @enum {string}
                 */
                kind: "place" | "network";
                path: string;
                /** @description It came with the program. */
                is_own: boolean;
                /** @description It is asked; the fields below are of the file that is. */
                is_open: boolean;
                /** @description Why the file that is there now is not used. */
                reason: string | null;
                format: ("mmdb" | "ranges") | null;
                /** @description What it calls itself. */
                type: string | null;
                /** @description Of the data. */
                built_at: string | null;
                /** @description Since then. */
                age_days: number | null;
                bytes: number | null;
                /** @description Who made it, where that is known. */
                source: string | null;
                /** @description What they ask to be shown. */
                attribution: string | null;
                /** @description Where that leads. */
                url: string | null;
                licence: string | null;
            }[];
            /** @description Kinds of which nothing is open, and which are not off. */
            missing: string[];
        };
        place_found: {
            address: string;
            /** @description Two letters. */
            continent: string | null;
            /** @description Two letters. */
            country: string | null;
            region: string | null;
            city: string | null;
            /** @description Where the country keeps one, or the database says it. */
            time_zone: string | null;
            isp: string | null;
            asn: number | null;
            connection_type: string | null;
            /** @description proxy, vpn, hosting. */
            proxy: string[];
        };
        place_value: {
            /** @description As a condition of a rule and a filter of a report take it. */
            value: string;
            /** @description A country's English name; else the value. */
            name: string;
            /** @description Of a city. */
            region: string | null;
            /** @description Of a region or city. */
            country: string | null;
        };
        device_rules: {
            /** @description Null: none are to be used. */
            path: string | null;
            /** @description They came with the program. */
            is_own: boolean;
            /** @description They are asked. */
            is_open: boolean;
            /** @description Why they are not. */
            reason: string | null;
            /** @description Where it is known: of the program's own. */
            version: string | null;
            /** @description The day of their publication, likewise. */
            built_at: string | null;
            /** @description Since then. */
            age_days: number | null;
            /** @description How many there are. */
            rules: number;
            /** @description Of memory, with the crawlers. */
            bytes: number;
            /** @description Who made them, where that is known. */
            source: string | null;
            attribution: string | null;
            /** @description Where that leads. */
            url: string | null;
            licence: string | null;
            /** @description The list of crawlers. Null: none is to be used. */
            crawlers_path: string | null;
            /** @description Why it is not used. */
            crawlers_reason: string | null;
            /** @description How many patterns it has. */
            crawlers: number;
            /** @description Of the program's own list. */
            crawlers_attribution: string | null;
        };
        device_value: {
            /** @description As a condition of a rule and a filter of a report take it. */
            value: string;
        };
        settings: {
            /** @description What is kept of visitors. */
            privacy: {
                /**
                 * @description How visitors' addresses are kept from now on: full; network: the /24 of IPv4, the /48 of IPv6; hash: a keyed hash.
                 * @enum {string}
                 */
                address: "full" | "network" | "hash";
                /** @description How long address, user agent and referrer are kept; null: as long as the entry. */
                personal_days: number | null;
            };
            /** @description Lists of bots of the workspace's own. */
            bots: {
                /** @description Addresses and ranges (203.0.113.0/24) whose visits are a bot's, from now on. */
                addresses: string[];
                /** @description Pieces of user agents, in any case, that are a bot's, from now on. */
                agents: string[];
                /** @description Regular expressions (PCRE2) of user agents that are a bot's, from now on. */
                patterns: string[];
            };
            /** @description Which words of a postback's status mean which status. */
            status_words: {
                /** @description Words of a postback's status that mean this one, in any case. */
                lead: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                sale: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                rebill: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                rejected: string[];
            };
            /** @description What {status} says in postbacks to sources. */
            outgoing_status_words: {
                /** @description What {status} says of this one to a source. */
                lead: string;
                /** @description What {status} says of this one to a source. */
                sale: string;
                /** @description What {status} says of this one to a source. */
                rebill: string;
                /** @description What {status} says of this one to a source. */
                rejected: string;
            };
            /** @description Types of conversions beside the statuses, such as installs. */
            conversion_types: {
                /** @description What the type is called. */
                name: string;
                /** @description Words of a postback's status that mean this type, in any case. */
                words: string[];
                /**
                 * @description The status that a conversion of this type behaves like.
                 * @enum {string}
                 */
                status: "lead" | "sale" | "rebill";
                /** @description Whether it is one of the campaign's conversions; false: one of the others. */
                counts: boolean;
                /** @description Whether its payout is revenue. */
                revenue: boolean;
                /** @description Whether the source is told of it. */
                forward: boolean;
            }[];
            /** @description How long after a visit its first conversion is taken; null: as the process is set. */
            conversion_window_days: number | null;
            /**
             * @description Which time a conversion belongs to: its visit's, or its first postback's.
             * @enum {string}
             */
            registration_time: "visit" | "postback";
            /** @description What /postback?upd_clickid= must carry as upd_key; null: clicks are not updated. */
            click_update_key: string | null;
            /** @description The ad network's secret key, which tag.php wants of who names a price (cpa); null: one that is made of this installation's keys. */
            skey: string | null;
            /** @description Who is told when something goes wrong with the tracking; null: nobody. */
            health_webhook: {
                /** @description Where what is wrong with the tracking is sent, as JSON by POST. */
                url: string;
                /** @description The key of the signature in X-Rebond-Signature; null: it is not signed. */
                secret: string | null;
            } | null;
            version: number;
        };
        settings_change: {
            /** @description What is kept of visitors. */
            privacy?: {
                /** @description How visitors' addresses are kept from now on: full; network: the /24 of IPv4, the /48 of IPv6; hash: a keyed hash. */
                address?: ("full" | "network" | "hash") | null;
                /** @description How long address, user agent and referrer are kept; null: as long as the entry. */
                personal_days?: number | null;
            } | null;
            /** @description Lists of bots of the workspace's own. */
            bots?: {
                /** @description Addresses and ranges (203.0.113.0/24) whose visits are a bot's, from now on. */
                addresses?: string[] | null;
                /** @description Pieces of user agents, in any case, that are a bot's, from now on. */
                agents?: string[] | null;
                /** @description Regular expressions (PCRE2) of user agents that are a bot's, from now on. */
                patterns?: string[] | null;
            } | null;
            /** @description Which words of a postback's status mean which status. */
            status_words?: {
                /** @description Words of a postback's status that mean this one, in any case. */
                lead?: string[] | null;
                /** @description Words of a postback's status that mean this one, in any case. */
                sale?: string[] | null;
                /** @description Words of a postback's status that mean this one, in any case. */
                rebill?: string[] | null;
                /** @description Words of a postback's status that mean this one, in any case. */
                rejected?: string[] | null;
            } | null;
            /** @description What {status} says in postbacks to sources. */
            outgoing_status_words?: {
                /** @description What {status} says of this one to a source. */
                lead?: string | null;
                /** @description What {status} says of this one to a source. */
                sale?: string | null;
                /** @description What {status} says of this one to a source. */
                rebill?: string | null;
                /** @description What {status} says of this one to a source. */
                rejected?: string | null;
            } | null;
            /** @description Types of conversions beside the statuses, such as installs. */
            conversion_types?: {
                /** @description What the type is called. */
                name: string;
                /** @description Words of a postback's status that mean this type, in any case. */
                words: string[];
                /**
                 * @description The status that a conversion of this type behaves like.
                 * @default sale
                 */
                status: ("lead" | "sale" | "rebill") | null;
                /**
                 * @description Whether it is one of the campaign's conversions; false: one of the others.
                 * @default true
                 */
                counts: boolean | null;
                /**
                 * @description Whether its payout is revenue.
                 * @default true
                 */
                revenue: boolean | null;
                /**
                 * @description Whether the source is told of it.
                 * @default true
                 */
                forward: boolean | null;
            }[] | null;
            /** @description How long after a visit its first conversion is taken; null: as the process is set. */
            conversion_window_days?: number | null;
            /** @description Which time a conversion belongs to: its visit's, or its first postback's. */
            registration_time?: ("visit" | "postback") | null;
            /** @description What /postback?upd_clickid= must carry as upd_key; null: clicks are not updated. */
            click_update_key?: string | null;
            /** @description The ad network's secret key, which tag.php wants of who names a price (cpa); null: one that is made of this installation's keys. */
            skey?: string | null;
            /** @description Who is told when something goes wrong with the tracking; null: nobody. */
            health_webhook?: {
                /** @description Where what is wrong with the tracking is sent, as JSON by POST. */
                url?: string;
                /** @description The key of the signature in X-Rebond-Signature; null: it is not signed. */
                secret?: string | null;
            } | null;
            version?: number;
        };
        settings_written: {
            /** @description What is kept of visitors. */
            privacy: {
                /**
                 * @description How visitors' addresses are kept from now on: full; network: the /24 of IPv4, the /48 of IPv6; hash: a keyed hash.
                 * @enum {string}
                 */
                address: "full" | "network" | "hash";
                /** @description How long address, user agent and referrer are kept; null: as long as the entry. */
                personal_days: number | null;
            };
            /** @description Lists of bots of the workspace's own. */
            bots: {
                /** @description Addresses and ranges (203.0.113.0/24) whose visits are a bot's, from now on. */
                addresses: string[];
                /** @description Pieces of user agents, in any case, that are a bot's, from now on. */
                agents: string[];
                /** @description Regular expressions (PCRE2) of user agents that are a bot's, from now on. */
                patterns: string[];
            };
            /** @description Which words of a postback's status mean which status. */
            status_words: {
                /** @description Words of a postback's status that mean this one, in any case. */
                lead: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                sale: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                rebill: string[];
                /** @description Words of a postback's status that mean this one, in any case. */
                rejected: string[];
            };
            /** @description What {status} says in postbacks to sources. */
            outgoing_status_words: {
                /** @description What {status} says of this one to a source. */
                lead: string;
                /** @description What {status} says of this one to a source. */
                sale: string;
                /** @description What {status} says of this one to a source. */
                rebill: string;
                /** @description What {status} says of this one to a source. */
                rejected: string;
            };
            /** @description Types of conversions beside the statuses, such as installs. */
            conversion_types: {
                /** @description What the type is called. */
                name: string;
                /** @description Words of a postback's status that mean this type, in any case. */
                words: string[];
                /**
                 * @description The status that a conversion of this type behaves like.
                 * @enum {string}
                 */
                status: "lead" | "sale" | "rebill";
                /** @description Whether it is one of the campaign's conversions; false: one of the others. */
                counts: boolean;
                /** @description Whether its payout is revenue. */
                revenue: boolean;
                /** @description Whether the source is told of it. */
                forward: boolean;
            }[];
            /** @description How long after a visit its first conversion is taken; null: as the process is set. */
            conversion_window_days: number | null;
            /**
             * @description Which time a conversion belongs to: its visit's, or its first postback's.
             * @enum {string}
             */
            registration_time: "visit" | "postback";
            /** @description What /postback?upd_clickid= must carry as upd_key; null: clicks are not updated. */
            click_update_key: string | null;
            /** @description The ad network's secret key, which tag.php wants of who names a price (cpa); null: one that is made of this installation's keys. */
            skey: string | null;
            /** @description Who is told when something goes wrong with the tracking; null: nobody. */
            health_webhook: {
                /** @description Where what is wrong with the tracking is sent, as JSON by POST. */
                url: string;
                /** @description The key of the signature in X-Rebond-Signature; null: it is not signed. */
                secret: string | null;
            } | null;
            version: number;
            live: boolean;
        };
        goal_order: {
            /** @description All goals of one workspace, archived ones left out, in their order: 1 to 1,000. */
            ids: string[];
        };
        goals_ordered: {
            /** @description How many goals have another order than before. */
            changed: number;
            /** @description Whether the edge knows already. */
            live: boolean;
        };
        skey: {
            /** @description The key; masked for who may not change goals. Whoever names a price with a conversion (cpa) must know it. */
            skey: string;
            /** @description Whether it was ever exchanged. */
            is_rotated: boolean;
        };
        version: {
            /** @description The version that it is about. */
            version?: number;
        };
        skey_rotated: {
            /** @description The new one. */
            skey: string;
            /** @description Whether the edge refuses the old one already. */
            live: boolean;
        };
        bots_apply: {
            /** @description A date or a time: 2026-11-24, 2026-11-24 13:00, or RFC 3339. */
            from: string;
            /** @description The same; a date is the whole day, a time is not within. */
            to: string;
            /** @description On whose clock; the workspace's by default. */
            tz?: string | null;
            /** @description true: only counts what would change. */
            dry_run?: boolean;
        };
        bot_run: {
            id: number;
            /** @enum {string} */
            state: "running" | "cancelling" | "done" | "cancelled" | "failed";
            /**
             * @description costs: those told afterwards that cover changed visits are taken back; spreading: they are set anew.
             * @enum {string}
             */
            phase: "counting" | "costs" | "judging" | "spreading" | "ended";
            dry_run: boolean;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description Who began it. */
            by: string;
            /** Format: date-time */
            created_at: string;
            ended_at: string | null;
            /** @description Looked at, while they are counted. */
            visits: number;
            /** @description Of these, passed while they are judged. */
            passed: number;
            /** @description Visits whose address is not kept whole: they stay as they are, but for what their user agent says. */
            unknown: number;
            /** @description Visits that become a bot's. */
            bots: number;
            /** @description Visits that become a person's. */
            people: number;
            /** @description Of these visits. */
            conversions: number;
            /** @description By how much the cost of all campaigns changes. */
            cost: string;
            /** @description Verdicts given, as the ledger has them, once it has ended. */
            judged_bots: number;
            judged_people: number;
            /** @description Costs told afterwards that are spread anew. */
            cost_updates: number;
            /** @description Of these, those that cover nobody any more: they stay taken back. */
            unspread: number;
            /** @description Visits that stay as they are: more than 20,000 clicks, or with their conversions and waiting forwards more than one transaction takes (1,023 entries). */
            skipped: number;
            /** @description Visits that stay as they are because costs that cover them kept being told meanwhile: another run judges them. */
            left: number;
            /** @description Why it failed. */
            error: string | null;
            campaigns: {
                campaign: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Visits that become a bot's. */
                bots: number;
                /** @description Visits that become a person's. */
                people: number;
                /** @description Of these visits. */
                conversions: number;
                /** @description By how much the campaign's cost changes; costs told afterwards stay what they are, and are spread anew. */
                cost: string;
            }[];
        };
        cost: {
            id: string;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description Not within.
             */
            to: string;
            /** @description Null: all visits. */
            filter: {
                /** @description The slot. */
                token: number;
                value: string;
            } | null;
            amount: string;
            currency: string;
            /** @description To the workspace's currency. */
            rate: string | null;
            /** @description Of its publication. */
            rate_date: string | null;
            /** @description In the workspace's currency. */
            cost: string;
            /** @description Over how many it is spread. */
            visits: number;
            /** @description By how much it changed the campaign's cost. */
            changed: string;
            /** @description A second token that must have its value. */
            also: {
                /** @description The slot. */
                token: number;
                value: string;
            } | null;
            /** @enum {string} */
            method: "manual" | "api" | "csv";
            /** @description The run of the source's cost sync that told it. */
            sync_run: number | null;
            /** @description Who told it; "cost-sync": a run. */
            by: string | null;
            /** Format: date-time */
            created_at: string;
            undone_at: string | null;
            undone_by: string | null;
        };
        cost_new: {
            /** @description A date or a time: 2026-11-24, 2026-11-24 13:00, or RFC 3339. */
            from: string;
            /** @description The same; a date is the whole day, a time is not within. */
            to: string;
            /** @description On whose clock; the workspace's by default. */
            tz?: string | null;
            /** @description What all these visits together cost. */
            amount: string;
            /** @description The source's by default. */
            currency?: string | null;
            /** @description Only visits with this value of a token, {"token","value"}: slot, parameter or name. */
            filter?: Record<string, never> | null;
            /** @description Who tells it; by default manual for who is signed in, api for a key. */
            method?: ("manual" | "api") | null;
            /** @description The same one twice is one update. */
            key?: string | null;
        };
        costs_import: {
            /** @description CSV with a header of date_from, date_to, campaign, token_name, token_value, cost, currency, timezone. */
            text: string;
            /** @description Only tell what would come of it; false by default. */
            preview?: boolean;
        };
        costs_imported: {
            rows: {
                /** @description Of the text, from 1. */
                line: number;
                /**
                 * @description new: it would be applied; left: the time was up, send the text again.
                 * @enum {string}
                 */
                result: "new" | "applied" | "unchanged" | "refused" | "left";
                /** @description Of the cost, to list it or to take it back. */
                id: string | null;
                campaign: (number | string) | null;
                /** @description Over how many it is spread. */
                visits: number | null;
                /** @description What these visits cost before. */
                old_cost: string | null;
                /** @description In the workspace's currency. */
                new_cost: string | null;
                /** @description The column that is refused. */
                field: string | null;
                message: string | null;
            }[];
            applied: number;
            unchanged: number;
            refused: number;
            left: number;
        };
        cost_sync_order: {
            /** @description True: shows what it would change, and changes nothing. */
            dry_run?: boolean;
            /** @description The first day; by default as far as the source looks back. */
            from?: string;
            /** @description The last day; today by default. */
            to?: string;
        };
        cost_sync_run: {
            /** @description Null of a dry run. */
            id: number | null;
            /** Format: date-time */
            started_at: string;
            /** @description Null: it is under way. */
            ended_at: string | null;
            /** @description "cost-sync" by its schedule, else who asked. */
            actor: string;
            /**
             * @description partial: some days failed.
             * @enum {string}
             */
            outcome: "running" | "done" | "partial" | "failed" | "interrupted";
            /** @description Of the first day that failed. */
            error: ("no_setting" | "no_token" | "no_param" | "unreachable" | "guarded" | "login_refused" | "forbidden" | "refused" | "rate_limited" | "server_failed" | "bad_answer" | "too_large" | "moved" | "other_currency" | "timed_out" | "empty_day" | "no_rate" | "too_many" | "ledger" | "interrupted" | "") | null;
            /** @description What happened and what to do. */
            message: string | null;
            /** @description The first day. */
            from: string;
            /** @description The last day. */
            to: string;
            /** @description The source's. */
            currency: string;
            /** @description To the network, logins among them. */
            requests: number;
            rows: number;
            /** @description That the network tells, in the source's currency. */
            cost: string;
            applied: number;
            unchanged: number;
            unmatched: number;
            unmatched_cost: string;
            /** @description By how much it changed our costs, in the workspace's currency. */
            changed: string;
            /** @description The newest first; null in lists. */
            days: {
                /** @description By the network's clock. */
                day: string;
                /**
                 * @description left: what went wrong before it was wrong for this day too.
                 * @enum {string}
                 */
                outcome: "applied" | "unchanged" | "failed" | "left";
                /** @description Keys that the network tells a cost of. */
                rows: number;
                /** @description Of all of them, in the source's currency. */
                cost: string;
                /** @description Costs of keys, each in one of our campaigns, that changed. */
                applied: number;
                unchanged: number;
                /** @description Keys that were not applied. */
                unmatched: number;
                unmatched_cost: string;
                /** @description By how much it changed our costs, in the workspace's currency. */
                changed: string;
                error: ("no_setting" | "no_token" | "no_param" | "unreachable" | "guarded" | "login_refused" | "forbidden" | "refused" | "rate_limited" | "server_failed" | "bad_answer" | "too_large" | "moved" | "other_currency" | "timed_out" | "empty_day" | "no_rate" | "too_many" | "ledger" | "interrupted" | "") | null;
                /** @description What happened and what to do. */
                message: string | null;
            }[] | null;
            /** @description The first 200; null in lists. */
            unmatched_keys: {
                day: string;
                network_campaign_id: string;
                network_campaign_name: string | null;
                /** @description The variation's, zone's or site's id. */
                key: string | null;
                /** @description In the source's currency. */
                cost: string;
                /** @enum {string} */
                reason: "no_visits" | "told_otherwise";
                /** @description The reason in words. */
                message: string;
            }[] | null;
        };
        cost_sync_test: {
            /** @description Whether the API lets us in. */
            ok: boolean;
            /** @description Of the account, where the API tells it. */
            currency: string | null;
            error: ("no_setting" | "no_token" | "no_param" | "unreachable" | "guarded" | "login_refused" | "forbidden" | "refused" | "rate_limited" | "server_failed" | "bad_answer" | "too_large" | "moved" | "other_currency" | "timed_out" | "empty_day" | "no_rate" | "too_many" | "ledger" | "interrupted" | "") | null;
            /** @description What happened and what to do. */
            message: string | null;
        };
        network_campaign: {
            /** @description The network's. */
            id: string;
            name: string | null;
            /** @enum {string} */
            status: "running" | "paused" | "archived" | "other";
            /** @description In all, in currency units; null: the network does not say. */
            spent: string | null;
            /** @description That came with its id, since as long as the source looks back. */
            visits: number;
            /** @description Ours that they came to. */
            campaigns: (number | string)[];
        };
        network_campaign_set: {
            /** @description The network's. */
            id: string;
            /**
             * @description That the network was told.
             * @enum {string}
             */
            status: "running" | "paused";
        };
        splits: {
            campaign: {
                id: number;
                name: string | null;
            } | null;
            /** @enum {string} */
            by: "offer" | "lander" | "path";
            arms: {
                /** @description Of by=offer. */
                offer?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Of by=lander; null: visits that went straight on. */
                lander?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Of by=path. */
                path?: {
                    /** @description Null: the campaign's own. */
                    flow: {
                        id: number;
                        name: string | null;
                    } | null;
                    /** @description Null: a default path. */
                    rule: {
                        /** @description From 1. */
                        number: number;
                        /** @description As it is called now. */
                        name: string | null;
                    } | null;
                    /** @description Its place among the rule's paths or the default ones, from 1. */
                    number: number;
                    /** @description As it is called now. */
                    name: string | null;
                };
                /** @description What divides: visits; of an offer, clicks of landers to it and visits sent straight to it. */
                trials: number;
                /** @description Visits with a lead, a sale or a rebill. */
                converted: number;
                visits: number;
                clicks: number;
                /** @description Of all statuses. */
                conversions: number;
                cost: string;
                revenue: string;
                profit: string;
                /** @description converted / trials, in percent. */
                cr: {
                    value: number | null;
                    /** @description With 95 % confidence; null: too few for an interval. */
                    low: number | null;
                    high: number | null;
                    /** @description To be the best, in percent. */
                    chance: number | null;
                    /** @description Trials still to come, to decide at the difference as it is now; null: there is none. */
                    needed: number | null;
                    /** @enum {string} */
                    word: "alone" | "too_early" | "undecided" | "leads" | "trails";
                };
                /** @description revenue / trials. */
                epv: {
                    value: string | null;
                    /** @description With 95 % confidence; null: too few for an interval. */
                    low: string | null;
                    high: string | null;
                    /** @description To be the best, in percent. */
                    chance: number | null;
                    /** @description Trials still to come, to decide at the difference as it is now; null: there is none. */
                    needed: number | null;
                    /** @enum {string} */
                    word: "alone" | "too_early" | "undecided" | "leads" | "trails";
                };
            }[];
            verdicts: {
                cr: {
                    /** @enum {string} */
                    word: "alone" | "too_early" | "undecided" | "leads";
                    /** @description What names the arm that is ahead, as in its row. */
                    arm: unknown | null;
                    /** @description The same as a sentence. */
                    text: string;
                };
                /** @description For money, this one counts. */
                epv: {
                    /** @enum {string} */
                    word: "alone" | "too_early" | "undecided" | "leads";
                    /** @description What names the arm that is ahead, as in its row. */
                    arm: unknown | null;
                    /** @description The same as a sentence. */
                    text: string;
                };
            };
            /** @description How old the oldest entry is that is not counted yet. */
            behind_ms: number;
        };
        adreport: {
            rows: {
                /** @description In the goals' order. */
                goals: {
                    goal: {
                        id: string;
                        name: string | null;
                        /** @description Kept for what it counted in the span. */
                        is_archived: boolean;
                    };
                    conversions: number;
                    /** @description The sum of the values as stored. */
                    value: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions. */
                    cvr: number | null;
                    /** @description What cvr divides by; null: there is neither. */
                    cvr_base: ("clicks" | "impressions") | null;
                    /** @description cost / conversions */
                    ecpa: string | null;
                    /** @description The same as value. */
                    revenue: string;
                    /** @description revenue - cost */
                    profit: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi: number | null;
                    /** @description The same of the compared span. */
                    compare?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Of bots=both: with bots. */
                    raw?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Raw less clean. */
                    difference?: {
                        conversions: number;
                        value: string;
                        cvr: number | null;
                        ecpa: string | null;
                        revenue: string;
                        profit: string;
                        roi: number | null;
                    };
                }[];
                /** @description Of the goals in the list. */
                goals_total: {
                    conversions: number;
                    /** @description The sum of the values as stored. */
                    value: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions. */
                    cvr: number | null;
                    /** @description What cvr divides by; null: there is neither. */
                    cvr_base: ("clicks" | "impressions") | null;
                    /** @description cost / conversions */
                    ecpa: string | null;
                    /** @description The same as value. */
                    revenue: string;
                    /** @description revenue - cost */
                    profit: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi: number | null;
                    /** @description The same of the compared span. */
                    compare?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Of bots=both: with bots. */
                    raw?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Raw less clean. */
                    difference?: {
                        conversions: number;
                        value: string;
                        cvr: number | null;
                        ecpa: string | null;
                        revenue: string;
                        profit: string;
                        roi: number | null;
                    };
                };
                /** @description Beside the filters of the request: what opens exactly this group. */
                filter?: string[];
                /** @description The logs with what is behind it. */
                entries: {
                    /** @description Null when the address would be too long. */
                    ad_clicks: string | null;
                    impressions: string | null;
                    goal_calls: string | null;
                };
                /** @description The ad campaign. */
                adcampaign?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The variation. */
                variation?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The goal; none: a click or an impression. */
                goal?: {
                    id: string;
                    name: string | null;
                } | null;
                /** @description The workspace. */
                workspace?: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description The publisher's site; one that only its page names has no name here. */
                site?: {
                    id: number;
                    name: string | null;
                    hostname: string | null;
                } | null;
                /** @description The publisher's zone, with its site's host name; as site. */
                zone?: {
                    id: number;
                    name: string | null;
                    hostname: string | null;
                } | null;
                /** @description The site's category. */
                category?: number;
                /** @description 2026 */
                year?: number;
                /** @description 2026-11 */
                month?: string;
                /** @description ISO 8601: 2026-W48. */
                week?: string;
                /** @description 2026-11-24 */
                day?: string;
                /** @description 1 Monday to 7 Sunday. */
                weekday?: number;
                /** @description Of the day: 0 to 23. */
                hour?: number;
                /** @description Two letters. */
                country?: string;
                /** @description The ad's format. */
                format?: string | null;
                /** @description The site's host name. */
                src_hostname?: string | null;
                /** @description The keyword. */
                keyword?: string | null;
                /** @description The publisher's own mark. */
                sub?: string | null;
                /** @description The browser's language. */
                language?: string;
                /** @description The carrier. */
                carrier?: string;
                /** @description mobile, tablet, tv or desktop. */
                device_type?: string;
                /** @description The operating system. */
                os?: string;
                /** @description The browser. */
                browser?: string;
                /** @description Taken for a bot; see bots=. */
                is_bot?: boolean;
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            }[];
            /** @description Of all groups, of this page and the others. */
            totals: {
                /** @description In the goals' order. */
                goals: {
                    goal: {
                        id: string;
                        name: string | null;
                        /** @description Kept for what it counted in the span. */
                        is_archived: boolean;
                    };
                    conversions: number;
                    /** @description The sum of the values as stored. */
                    value: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions. */
                    cvr: number | null;
                    /** @description What cvr divides by; null: there is neither. */
                    cvr_base: ("clicks" | "impressions") | null;
                    /** @description cost / conversions */
                    ecpa: string | null;
                    /** @description The same as value. */
                    revenue: string;
                    /** @description revenue - cost */
                    profit: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi: number | null;
                    /** @description The same of the compared span. */
                    compare?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Of bots=both: with bots. */
                    raw?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Raw less clean. */
                    difference?: {
                        conversions: number;
                        value: string;
                        cvr: number | null;
                        ecpa: string | null;
                        revenue: string;
                        profit: string;
                        roi: number | null;
                    };
                }[];
                /** @description Of the goals in the list. */
                goals_total: {
                    conversions: number;
                    /** @description The sum of the values as stored. */
                    value: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions. */
                    cvr: number | null;
                    /** @description What cvr divides by; null: there is neither. */
                    cvr_base: ("clicks" | "impressions") | null;
                    /** @description cost / conversions */
                    ecpa: string | null;
                    /** @description The same as value. */
                    revenue: string;
                    /** @description revenue - cost */
                    profit: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi: number | null;
                    /** @description The same of the compared span. */
                    compare?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Of bots=both: with bots. */
                    raw?: {
                        conversions: number;
                        /** @description The sum of the values as stored. */
                        value: string;
                        /** @description conversions / clicks x 100; without clicks, of impressions. */
                        cvr: number | null;
                        /** @description What cvr divides by; null: there is neither. */
                        cvr_base: ("clicks" | "impressions") | null;
                        /** @description cost / conversions */
                        ecpa: string | null;
                        /** @description The same as value. */
                        revenue: string;
                        /** @description revenue - cost */
                        profit: string;
                        /** @description (revenue - cost) / cost x 100 */
                        roi: number | null;
                    };
                    /** @description Raw less clean. */
                    difference?: {
                        conversions: number;
                        value: string;
                        cvr: number | null;
                        ecpa: string | null;
                        revenue: string;
                        profit: string;
                        roi: number | null;
                    };
                };
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            };
            /** @description How many groups there are. */
            row_count: number;
            /** @description The cursor that goes on. */
            next: string | null;
            /** @description The logs with what is behind the totals. */
            entries: {
                /** @description Null when the address would be too long. */
                ad_clicks: string | null;
                impressions: string | null;
                goal_calls: string | null;
            };
            /**
             * Format: date-time
             * @description What counts: from this instant on
             */
            from?: string;
            /**
             * Format: date-time
             * @description and before this one.
             */
            to: string;
            /**
             * Format: date-time
             * @description What it is compared with.
             */
            compare_from?: string;
            /** Format: date-time */
            compare_to?: string;
            /** @description The zone of days and hours. */
            tz: string;
            /**
             * @description Whose time a row counts at.
             * @enum {string}
             */
            time: "visit" | "click" | "conversion";
            /** @description Of all amounts. */
            currency: string;
            /** @description That turned the workspace's currency into it. */
            rate: string;
            /** @description Of its publication; null: the same currency. */
            rate_date: string | null;
            /** @description How old the oldest entry is that is not counted yet. */
            behind_ms: number;
        };
        bidder_decision: {
            /** @description Null of a dry run. */
            id: number | null;
            /** Format: date-time */
            decided_at: string;
            /** @description Who: "bidder" by its schedule, "user 2", "key 5". */
            actor: string;
            /** @enum {string} */
            dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
            /** @description Which one: of zones and sites the id. */
            value: string;
            /** @enum {string} */
            action: "block" | "price";
            /** @enum {string} */
            reason: "rule" | "no_conversion" | "worth" | "worth_min" | "worth_max";
            /** @description The reason in words. */
            reason_text: string;
            /** @description Whose conditions held. */
            rule: {
                /** @description As it was called then. */
                name: string;
                /** @description All of them held. */
                conditions: {
                    /** @enum {string} */
                    metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                    /** @enum {string} */
                    op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                    /** @description What it was compared with. */
                    value: string;
                    /** @description What it was; null: beyond any number. */
                    found: string | null;
                }[];
            } | null;
            /** @description The zone's price; null: the ad campaign's. */
            before: string | null;
            /** @description Null of a block. */
            after: string | null;
            /**
             * Format: date-time
             * @description Whose figures: ad clicks from then on
             */
            from: string;
            /**
             * Format: date-time
             * @description and before then.
             */
            to: string;
            /** @description That led to it. */
            figures: {
                impressions: number;
                clicks: number;
                cost: string;
                /** @description Of the bidder's goal, or of all. */
                conversions: number;
                value: string;
                /** @description Null: there is no conversion. */
                ecpa: string | null;
                profit: string;
            };
            undone_at: string | null;
            undone_by: string | null;
        };
        bidder_decide: {
            /** @description True: shows what it would decide, and changes nothing. */
            dry_run?: boolean;
            /** @description Of a dry run: fields of the bidder to decide by, as a PATCH would change them. */
            changes?: Record<string, never>;
        };
        bidder_decided: {
            dry_run: boolean;
            /**
             * @description Whether it could decide, or what stands against it.
             * @enum {string}
             */
            outcome: "done" | "goal_archived" | "adcampaign_archived";
            /** @description How old the oldest entry is that is not counted yet. */
            behind_ms: number;
            /** @description Values with figures, for each rule anew. */
            looked: number;
            /** @description How many of them stay as they are, by why. */
            kept: {
                /** @description Zones that did not cost their test budget yet. */
                testing: number;
                /** @description Zones whose price is right within 5 %. */
                same_price: number;
                /** @description Zones whose conversions have no value. */
                no_worth: number;
                /** @description Values that a rule does not hold for. */
                no_rule: number;
                /** @description That are blocked already. */
                blocked: number;
                /** @description That it leaves alone. */
                held: number;
            };
            /** @description The costliest value first, rule by rule. */
            decisions: {
                /** @description Null of a dry run. */
                id: number | null;
                /** Format: date-time */
                decided_at: string;
                /** @description Who: "bidder" by its schedule, "user 2", "key 5". */
                actor: string;
                /** @enum {string} */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description Which one: of zones and sites the id. */
                value: string;
                /** @enum {string} */
                action: "block" | "price";
                /** @enum {string} */
                reason: "rule" | "no_conversion" | "worth" | "worth_min" | "worth_max";
                /** @description The reason in words. */
                reason_text: string;
                /** @description Whose conditions held. */
                rule: {
                    /** @description As it was called then. */
                    name: string;
                    /** @description All of them held. */
                    conditions: {
                        /** @enum {string} */
                        metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                        /** @enum {string} */
                        op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                        /** @description What it was compared with. */
                        value: string;
                        /** @description What it was; null: beyond any number. */
                        found: string | null;
                    }[];
                } | null;
                /** @description The zone's price; null: the ad campaign's. */
                before: string | null;
                /** @description Null of a block. */
                after: string | null;
                /**
                 * Format: date-time
                 * @description Whose figures: ad clicks from then on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before then.
                 */
                to: string;
                /** @description That led to it. */
                figures: {
                    impressions: number;
                    clicks: number;
                    cost: string;
                    /** @description Of the bidder's goal, or of all. */
                    conversions: number;
                    value: string;
                    /** @description Null: there is no conversion. */
                    ecpa: string | null;
                    profit: string;
                };
                undone_at: string | null;
                undone_by: string | null;
            }[];
            /** @description Whether the edge serves it; false of a dry run. */
            live: boolean;
        };
        reconcile: {
            source: {
                id: number;
                name: string | null;
            } | null;
            /**
             * Format: date-time
             * @description What counts: from this instant on
             */
            from: string;
            /**
             * Format: date-time
             * @description and before this one.
             */
            to: string;
            /** @description The tracker's clock. */
            tz: string;
            /** @description The network's: it counts the same dates by it. */
            network_tz: string;
            /** @description Of all amounts. */
            currency: string | null;
            /** @description That were asked for what the network counts; on other days it is what this program's own network counted. */
            statements: {
                id: number;
                name: string;
                from: string;
                to: string;
                /** @description The clock of its days. */
                tz: string;
                /** @description Whether its lines are matched one by one. */
                has_ids: boolean;
            }[];
            /** @description By day, campaign and goal. */
            rows: {
                /** @description On the clock of the side that counts it. */
                day: string;
                /** @description The tracker's. */
                campaign: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description As the postback named it; null: there was none. */
                goal: {
                    id: string;
                    name: string | null;
                } | null;
                tracker: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                network: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                /** @description network - tracker */
                gap: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                /** @description They make up the gap. */
                causes: {
                    /**
                     * @description See docs/reconciliation.md.
                     * @enum {string}
                     */
                    cause: "not_sent" | "late" | "time_zone" | "lost" | "duplicate" | "window" | "invalid_tag" | "wrong_goal" | "refused" | "bot" | "extra" | "only_network" | "unstated" | "unexplained" | "amount";
                    conversions: number;
                    value: string;
                    /** @description The address of what is behind it. */
                    entries: string;
                }[];
            }[];
            totals: {
                tracker: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                network: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                /** @description network - tracker */
                gap: {
                    conversions: number;
                    /** @description The tracker's is its revenue. */
                    value: string;
                };
                /** @description They make up the gap. */
                causes: {
                    /**
                     * @description See docs/reconciliation.md.
                     * @enum {string}
                     */
                    cause: "not_sent" | "late" | "time_zone" | "lost" | "duplicate" | "window" | "invalid_tag" | "wrong_goal" | "refused" | "bot" | "extra" | "only_network" | "unstated" | "unexplained" | "amount";
                    conversions: number;
                    value: string;
                    /** @description The address of what is behind it. */
                    entries: string;
                }[];
            };
            /** @description Clicks and cost, by day and campaign. */
            traffic: {
                /** @description By day and campaign. */
                rows: {
                    day: string;
                    campaign: {
                        id: number;
                        name: string | null;
                    } | null;
                    tracker: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    network: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    /** @description network - tracker */
                    gap: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    /** @description They make up the gap. */
                    causes: {
                        /** @enum {string} */
                        cause: "bot" | "lost" | "only_tracker" | "amount";
                        clicks: number;
                        cost: string;
                    }[];
                }[];
                totals: {
                    tracker: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    network: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    /** @description network - tracker */
                    gap: {
                        /** @description The tracker's are its visits. */
                        clicks: number;
                        cost: string;
                    };
                    /** @description They make up the gap. */
                    causes: {
                        /** @enum {string} */
                        cause: "bot" | "lost" | "only_tracker" | "amount";
                        clicks: number;
                        cost: string;
                    }[];
                };
            };
            /** @description What clicks brought as their cost beside what the network's API told, by day and campaign; null: the source has no cost_sync. */
            costs: {
                /** @description The network's clock, whose days they are. */
                tz: string;
                /** @description By day and campaign. */
                rows: {
                    day: string;
                    /** @description null: no visit came with what the network names. */
                    campaign: {
                        id: number;
                        name: string | null;
                    } | null;
                    /** @description What the clicks brought themselves. */
                    own: string;
                    /** @description What the network's API told. */
                    network: string;
                    /** @description network - own */
                    gap: string;
                    /** @description They make up the gap. */
                    causes: {
                        /**
                         * @description See docs/reconciliation.md.
                         * @enum {string}
                         */
                        cause: "amount" | "no_own" | "no_visits" | "untold";
                        cost: string;
                    }[];
                    /** @description What reports count by now, whoever told it. */
                    counted: string;
                    /** @description The run that the network told it to; null: it was not asked about this day. */
                    sync_run: number | null;
                }[];
                totals: {
                    /** @description What the clicks brought themselves. */
                    own: string;
                    /** @description What the network's API told. */
                    network: string;
                    /** @description network - own */
                    gap: string;
                    /** @description They make up the gap. */
                    causes: {
                        /**
                         * @description See docs/reconciliation.md.
                         * @enum {string}
                         */
                        cause: "amount" | "no_own" | "no_visits" | "untold";
                        cost: string;
                    }[];
                    /** @description What reports count by now, whoever told it. */
                    counted: string;
                };
            } | null;
            /** @description How far clicks and cost are behind; conversions are not. */
            behind_ms: number;
        };
        reconcile_entry: {
            /** @enum {string} */
            cause: "not_sent" | "late" | "time_zone" | "lost" | "duplicate" | "window" | "invalid_tag" | "wrong_goal" | "refused" | "bot" | "extra" | "only_network" | "unstated" | "unexplained" | "amount";
            day: string;
            campaign: {
                id: number;
                name: string | null;
            } | null;
            goal: {
                id: string;
                name: string | null;
            } | null;
            /** @description What it adds to the cause. */
            conversions: number;
            value: string;
            /** @description What the tracker counts in this row. */
            tracker_value: string;
            network_value: string;
            /** @description See GET conversions/ID. */
            conversion_id: string | null;
            converted_at: string | null;
            /** @description The decision to tell the network, or not. */
            forward_id: string | null;
            /** @description Where it stands. */
            state: string | null;
            reason: string | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What to do about it. */
            mend: string | null;
            /** @description That the network was told at. */
            url: string | null;
            /** @description The beginning of the last answer. */
            body: string | null;
            /** @description The call that the network counted. */
            goal_call_id: string | null;
            called_at: string | null;
            /** @description Whose line the network's side is. */
            statement_id: number | null;
            /** @description Of its file, from 1. */
            statement_line: number | null;
        };
        statement: {
            id: number;
            source: {
                id: number;
                name: string | null;
            } | null;
            /** @description Of the file. */
            name: string;
            /** @description The first day that it speaks for, */
            from: string;
            /** @description and the last one. */
            to: string;
            /** @description The clock of its days. */
            tz: string;
            /** @description Of its amounts. */
            currency: string;
            /** @description Whether it names them. */
            has_campaigns: boolean;
            has_goals: boolean;
            /** @description Whether its lines are matched one by one. */
            has_ids: boolean;
            lines: number;
            conversions: number;
            /** @description In its currency. */
            amount: string;
            /** @description In the workspace's. */
            value: string;
            /**
             * @description replaced: newer ones speak for all of its days.
             * @enum {string}
             */
            state: "active" | "replaced" | "deleted";
            /** @description How many days it is what counts for. */
            days: number;
            /** @description Who brought it. */
            actor: string;
            /** Format: date-time */
            created_at: string;
            deleted_at: string | null;
            deleted_by: string | null;
        };
        statement_new: {
            /** @description The traffic source's id. */
            source: number;
            /** @description The file: CSV with a header. */
            text: string;
            /** @description What the file is called. */
            name?: string | null;
            /** @description The header's name of day, campaign, goal, conversions, value, external_id and txid; null: there is none. What is not named is found by its usual names. */
            columns?: {
                [key: string]: string | null;
            } | null;
            /** @description The order of days, months and years; ymd. ISO dates are read in any case. */
            dates?: ("ymd" | "dmy" | "mdy") | null;
            /** @description The clock of its days; the workspace's. */
            tz?: string | null;
            /** @description Of its amounts; the source's. */
            currency?: string | null;
            /** @description The first day that it speaks for; its first line's. */
            from?: string | null;
            /** @description The last one; its last line's. */
            to?: string | null;
            /** @description The slot of the source's token that brings what the statement calls a campaign; 0: by name alone. Without it the token that is called so. */
            campaign_token?: number | null;
            /** @description Only tell what would come of it; false. */
            preview?: boolean | null;
        };
        statement_made: {
            /** @description Null of a preview. */
            statement: {
                id: number;
                source: {
                    id: number;
                    name: string | null;
                } | null;
                /** @description Of the file. */
                name: string;
                /** @description The first day that it speaks for, */
                from: string;
                /** @description and the last one. */
                to: string;
                /** @description The clock of its days. */
                tz: string;
                /** @description Of its amounts. */
                currency: string;
                /** @description Whether it names them. */
                has_campaigns: boolean;
                has_goals: boolean;
                /** @description Whether its lines are matched one by one. */
                has_ids: boolean;
                lines: number;
                conversions: number;
                /** @description In its currency. */
                amount: string;
                /** @description In the workspace's. */
                value: string;
                /**
                 * @description replaced: newer ones speak for all of its days.
                 * @enum {string}
                 */
                state: "active" | "replaced" | "deleted";
                /** @description How many days it is what counts for. */
                days: number;
                /** @description Who brought it. */
                actor: string;
                /** Format: date-time */
                created_at: string;
                deleted_at: string | null;
                deleted_by: string | null;
            } | null;
            header: string[];
            /** @description Which of them is what; null: none. */
            columns: {
                [key: string]: string | null;
            };
            /** @description Null: there is no line yet that could be read. */
            from: string | null;
            to: string | null;
            tz: string;
            currency: string;
            /** @description 0: none. */
            campaign_token: number;
            /** @description That were read. */
            lines: number;
            conversions: number;
            /** @description In its currency. */
            amount: string;
            /** @description In the workspace's. */
            value: string;
            /** @description The different ones. */
            campaigns: {
                /** @description As it stands there. */
                text: string;
                /** @description The tracker's; null: none that is known, or a goal. */
                campaign: {
                    id: number;
                    name: string | null;
                } | null;
                lines: number;
                conversions: number;
                /** @description In the workspace's currency. */
                value: string;
            }[];
            goals: {
                /** @description As it stands there. */
                text: string;
                /** @description The tracker's; null: none that is known, or a goal. */
                campaign: {
                    id: number;
                    name: string | null;
                } | null;
                lines: number;
                conversions: number;
                /** @description In the workspace's currency. */
                value: string;
            }[];
            /** @description With any, it is not kept. */
            fault_count: number;
            /** @description At most 100 of them. */
            faults: {
                /** @description Of the file, from 1. */
                line: number;
                /** @description As the header calls it. */
                column: string | null;
                message: string;
            }[];
            /** @description Statements whose range is the same: they give way to it. */
            replaces: (number | string)[];
        };
        statement_line: {
            /** @description Of the file, from 1. */
            line: number;
            day: string;
            /** @description As it stands there. */
            campaign_text: string;
            /** @description The tracker's. */
            campaign: {
                id: number;
                name: string | null;
            } | null;
            goal: string;
            external_id: string;
            txid: string;
            conversions: number;
            /** @description In the statement's currency. */
            amount: string;
            /** @description In the workspace's. */
            value: string;
        };
        statement_restore: Record<string, never>;
        rates: {
            /** @description The day of publication. */
            date: string;
            /**
             * @description One of it buys so much of the others.
             * @enum {string}
             */
            base: "EUR";
            /** @description Decimals by currency. */
            rates: {
                [key: string]: string | null;
            };
        };
        rates_book: Record<string, never>;
        rates_booked: {
            /** @description How many got their cost. */
            visits: number;
            /** @description How many got their revenue, or their own cost. */
            conversions: number;
        };
        rates_new: {
            /** @description The day of publication. */
            date: string;
            /**
             * @description One of it buys so much of the others.
             * @enum {string}
             */
            base: "EUR";
            /** @description Decimals by currency. */
            rates: {
                [key: string]: string | null;
            };
        };
        rates_imported: {
            /** @description How many were read. */
            rates: number;
            /** @description How many of them were new, or another than before. */
            written: number;
            first_date: string;
            last_date: string;
            /** @description Whether the edge serves them. */
            live: boolean;
        };
        tracking_health: {
            /** @description Worst first; empty: nothing needs a hand. */
            findings: {
                /**
                 * @description docs/health.md tells of each.
                 * @enum {string}
                 */
                code: "postback_silent" | "traffic_stopped" | "rate_fell" | "rate_rose" | "postback_refused" | "unmapped_status" | "payout_missing" | "currency_assumed" | "forward_refused" | "forward_failed" | "forward_held" | "forward_skipped" | "queue_stuck" | "paused_backlog" | "reversed_untold" | "cost_missing" | "cost_currency_assumed" | "unexpanded_token" | "unexpanded_external_id" | "no_rate" | "cost_sync_failed" | "cost_sync_stopped" | "unrecorded" | "";
                /** @enum {string} */
                severity: "error" | "warning" | "note";
                /** @description null: of no workspace. */
                workspace_id: number | null;
                /** @description What it is about; null: no one thing. */
                entity: {
                    /** @enum {string} */
                    kind: "source" | "network" | "offer" | "campaign";
                    id: number;
                    name: string;
                } | null;
                /** @description The word, reason or currency that it is about. */
                detail: string | null;
                /** @description A known status word that is like the unknown one. */
                proposal: string | null;
                sentence: string;
                mend: {
                    /** @description The one step, in words. */
                    text: string;
                    /**
                     * @description What a dashboard offers.
                     * @enum {string}
                     */
                    action: "test" | "trace" | "report" | "open" | "map" | "resend" | "decide" | "import_rates" | "check_disk";
                    /** @description The address of what is to be changed. */
                    open: string | null;
                };
                /**
                 * Format: date-time
                 * @description When it was first found.
                 */
                since: string;
                /** @description The newest case; of a silence, the last that came before it. */
                last_seen_at: string | null;
                numbers: {
                    /** @description Cases. */
                    count: number;
                    /** @description Among so many that were looked at. */
                    of: number | null;
                    /** @description Of silence, or overdue. */
                    hours: number | null;
                    /** @description How many were to be expected. */
                    expected?: unknown;
                    /** @description Variance by mean of the hours before. */
                    scatter?: unknown;
                    /** @description In the 14 days before. */
                    usual_per_hour?: unknown;
                    /** @description How far beyond its scatter. */
                    sigmas?: unknown;
                };
                /** @description The log that shows it. */
                entries: string | null;
            }[];
            /**
             * Format: date-time
             * @description When it was last looked.
             */
            looked_at: string;
            /** @description false: the facts could not be asked, and what is judged from them is as it was before. */
            has_facts: boolean;
            /** @description How far the facts were behind. More than 5,000: it is looked anew once they are not. */
            behind_ms: number;
            /** @description false: there were more entries than are looked at. */
            is_whole: boolean;
        };
        webhook_test_body: Record<string, never>;
        webhook_test: {
            /** @description Whether it was answered with 2xx. */
            taken: boolean;
            /** @description null: there was no answer. */
            status_code: number | null;
            /** @description What kept it from being sent or answered. */
            error: string | null;
        };
        change: {
            /** @description Of the change. */
            id: number;
            /** Format: date-time */
            changed_at: string;
            /** @description Who: "user 2", "key 5", "import". */
            actor: string;
            /** @description What that user or key is called by now; null: it is neither. */
            actor_name: string | null;
            /**
             * @description told: the source's network was told to start or stop one of its campaigns; `after` says which one and what it answered.
             * @enum {string}
             */
            action: "created" | "changed" | "paused" | "resumed" | "archived" | "restored" | "told";
            /** @description "campaigns" ..., "settings". */
            resource: string;
            resource_id: number | string;
            /** @description What it was called after it. */
            name: string | null;
            /** @description The entity's after it. */
            version: number;
            /** @description The catalogue's after it. */
            catalog_version: number;
            /** @description The paths of the fields that differ. */
            changed: string[];
            /** @description The document, secrets masked; null: it was made, or it is an event. */
            before: Record<string, never> | null;
            /** @description The document, secrets masked; of an event, what happened. */
            after: Record<string, never>;
        };
        config: Record<string, never>;
        config_imported: {
            /** @description Empty: there is nothing to do. */
            differences: {
                /** @enum {string} */
                action: "create" | "change" | "archive" | "restore";
                resource: string;
                id: number | string;
                name: string;
                fields: {
                    /** @description Its path. */
                    field: string;
                    before: unknown;
                    after: unknown;
                }[];
            }[];
            /** @description Whether they were made; else only shown. */
            applied: boolean;
            /** @description Whether the edge serves the catalogue as it is now. */
            live: boolean;
        };
        demo: {
            /**
             * @description loading: in the background; interrupted: what was begun is seen by nobody, loading again or removing ends it.
             * @enum {string}
             */
            state: "none" | "loading" | "interrupted" | "loaded";
            /** @description Of the demo data that are loaded, for X-Workspace. */
            workspace: (number | string) | null;
            /** @description Whether they can be loaded now. */
            may_load: boolean;
            /** @description Why not. ledger_not_empty: entries cannot be made before others that are there, so the demo data come first or never. */
            reason: ("ledger_not_empty" | "loading" | "loaded") | null;
            /** @description Written so far, while they are being loaded. */
            entries: number;
            /** @description About how many they will be. */
            entries_expected: number;
            /** @description Why the last try to load them failed. */
            error: string | null;
        };
        demo_new: Record<string, never>;
        domain_check: {
            domain: string;
            /** @description The domain leads here. */
            ok: boolean;
            /** @enum {string} */
            state: "ok" | "no_record" | "cname_elsewhere" | "address_elsewhere" | "duplicate_address" | "proxied" | "target_without_address" | "no_target";
            message: string;
            found: {
                cname: string | null;
                a: string[];
                aaaa: string[];
            };
            expected: {
                cname: string | null;
                a: string[];
                aaaa: string[];
            };
            /** @description The records to set; none when all is well. */
            set: {
                /** @enum {string} */
                type: "CNAME" | "A" | "AAAA";
                name: string;
                value: string;
            }[];
        };
        sign_in: {
            email: string;
            password: string;
        };
        session: {
            /** @description Null for a key. */
            session_id: number | null;
            /** @description Null for a user. */
            key_id: number | null;
            /** @description Null for a key. */
            user: {
                id: number;
                name: string;
                email: string;
                /** @enum {string} */
                role: "owner" | "manager" | "buyer" | "read-only";
            } | null;
            workspaces: {
                id: number;
                name: string;
                /** @description False: it is public, and read only. */
                may_write: boolean;
            }[];
            /** @description The workspace that new entities go to. */
            home: number | null;
            /** @description none, read or write, by area. */
            rights: {
                [key: string]: string | null;
            };
        };
        addresses: {
            /** @description Of campaign URLs and postbacks. */
            tracking_url: string;
            /** @description Of ad clicks and tag.php. */
            network_url: string;
            /** @description Of the ad network's public API, /v2 included. */
            api_url: string;
        };
        session_ended: {
            id: number;
        };
        session_row: {
            id: number;
            user_id: number;
            /** @description Where they signed in from. */
            address: string | null;
            user_agent: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description The last use, to a minute.
             */
            seen_at: string;
            /** @description The one that asks. */
            is_current: boolean;
        };
        password: {
            /** @description The one that holds now. */
            password: string;
            /** @description 10 characters at least. */
            new_password: string;
        };
        profile: {
            /** @description What others see. */
            name: string;
        };
        session_user: {
            id: number;
            name: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "manager" | "buyer" | "read-only";
        };
        invitation_accept: {
            /** @description What stands behind the # of the link. */
            token: string;
            /** @description 10 characters at least. */
            password: string;
            /** @description Of the first owner. */
            name?: string;
            /** @description Of the first owner. */
            email?: string;
        };
        invitation_accepted: {
            /** @description Who may sign in now. */
            user_id: number;
            /** @description What they sign in with. */
            email: string;
        };
        invitation_new: Record<string, never>;
        invitation: {
            /** @description Shown this once; it works once. */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        source: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The preset that absent fields were taken from. */
            template: string | null;
            /** @description What carries the source's own id of the click. */
            external_id: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                macro: string | null;
            } | null;
            /** @description What carries the price of the click. */
            cost: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /**
                 * @description Whether the cost is that of the visit or of a thousand.
                 * @enum {string}
                 */
                unit: "event" | "cpm";
                /** @description Of the costs that it sends, where it is not the source's. */
                currency: string | null;
                /** @description What carries the currency of the cost, where the source sends it. */
                currency_param: {
                    /** @description The parameter of the campaign URL. */
                    param: string;
                    /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                    macro: string | null;
                } | null;
            } | null;
            /** @description What else the campaign URL carries. */
            tokens: {
                /** @description The number N of {tokenN} and of the report's column VN. */
                slot: number;
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /** @description What reports call it. */
                name: string;
            }[];
            /** @description How the source is told of conversions. */
            postback: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url: string | null;
                /** @description Which conversions are told. */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[];
                /** @description Whether only the first conversion of a click is told. */
                only_first: boolean;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots: boolean;
                /** @description The part of the payout that is told. */
                payout_percent: string;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent: string;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled: boolean;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused: boolean;
                /**
                 * @description POST sends the URL's query as a form.
                 * @enum {string}
                 */
                method: "GET" | "POST";
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours: number;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match: string;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match: string;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match: string;
                /** @description URLs of their own for some statuses. */
                status_urls: {
                    [key: string]: string;
                };
            } | null;
            /** @description For a source without a postback: where the browser is sent whose conversion came by our pixel, once for each; static, without macros. */
            pixel_url: string | null;
            /** @description Of its costs; the workspace's by default. */
            currency: string | null;
            /** @description The part of the clicks paid for that never arrives: those that do cost the more. */
            traffic_loss_percent: string;
            /** @description How its costs are fetched from its API. */
            cost_sync: {
                /** @description Whether costs are fetched by themselves, every interval_minutes. */
                enabled: boolean;
                /** @description Where the network's API is. */
                url: string;
                /** @description What it logs in with. It is never shown; what it is shown as leaves it as it is. */
                api_token: string | null;
                /** @description The parameter of the campaign URL that brings the network's campaign id. */
                campaign_param: string | null;
                /** @description The one that brings its variation id. */
                variation_param: string | null;
                /** @description The one that brings its zone id. */
                zone_param: string | null;
                /** @description The one that brings its site id. */
                site_param: string | null;
                /**
                 * @description By what costs are fetched: the network's campaign and day, or also its variation, zone or site.
                 * @enum {string}
                 */
                grain: "campaign" | "variation" | "zone" | "site";
                /** @description Whose days the network counts by. */
                time_zone: string;
                /** @description From one run to the next. */
                interval_minutes: number;
                /** @description How many days a run asks for, today among them: networks correct what is past. */
                lookback_days: number;
            } | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        network: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The preset that absent fields were taken from. */
            template: string | null;
            /** @description What every offer URL of the network gets: {url} and parameters. */
            offer_url_template: string | null;
            /** @description The offers' parameter that carries {clickid}; it joins the template by itself. */
            click_param: string | null;
            /** @description Whether an offer URL that ends in "param=" gets the click id at its very end, also behind a template; never twice. */
            append_click_id: boolean;
            /**
             * @description What a repeated postback does.
             * @enum {string}
             */
            duplicate_mode: "update" | "ignore" | "add" | "sum";
            /** @description Addresses and ranges that may call the postback; empty: all. */
            ip_allow: string[];
            /** @description What the postback must carry as key; null: nothing. */
            secret: string | null;
            /**
             * @description The status of a postback that brings none.
             * @enum {string}
             */
            default_status: "lead" | "sale" | "rebill" | "rejected";
            /** @description What the network's words mean. */
            status_map: {
                [key: string]: string;
            };
            /** @description Of a payout that brings none; null: the workspace's. */
            currency: string | null;
            /** @description The network's macros in the postback link that is shown. */
            postback_macros: {
                [key: string]: string;
            };
            /** @description The answer to a click id that is unknown: 404 or 200. */
            unknown_click_status: number;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                secure_postback_url: string;
            };
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        offer: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country: string | null;
            /** @description The offer's address, with macros. */
            url: string;
            /** @description The network whose parameters are added. */
            network_id: number | null;
            /** @description What a conversion pays. */
            payout: {
                /**
                 * @description auto: what the postback brings; manual: always the amount.
                 * @enum {string}
                 */
                mode: "auto" | "manual";
                /** @description The payout, or what counts when a postback brings none. */
                amount: string;
                /** @description Of the amount; null: the network's, else the workspace's. */
                currency: string | null;
                /** @description Other amounts by the visitor's country; with mode manual only. */
                countries: {
                    /** @description The visitor's country. */
                    country: string;
                    /** @description What a conversion from there pays. */
                    amount: string;
                    /** @description Of the amount; null: the payout's. */
                    currency: string | null;
                }[];
            };
            /** @description How many conversions it takes a day; null: any number. */
            cap: {
                /** @description Leads and sales a day, in the workspace's time zone. */
                limit: number;
                /** @description The offer that stands in from then on; null: this one just leaves the draw. */
                fallback_offer_id: number | null;
            } | null;
            /** @description Whether conversions after a visit's first are added: rebills, upsells. */
            further_conversions: boolean;
            /** @description How long after a visit its first conversion is taken; null: as the workspace says. */
            window_days: number | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                secure_postback_url: string;
            };
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        lander: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The page's address, with macros. */
            url: string;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        flow: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths: {
                /** @description What people call it. */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /** @description Its share of the visits, relative to the others; 0: none. */
                weight: number;
                /** @description Pages before the offer; none: visits go straight to it. */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description Where its visits go. */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description A plain address instead of offers, with macros. */
                url: string | null;
            }[];
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @enum {string}
                 */
                match: "all" | "any";
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @enum {string}
                     */
                    op: "in" | "not_in";
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /** @description The time zone of weekday and hour; null: the workspace's. */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /** @description What people call it. */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @enum {string}
                     */
                    status: "active" | "paused";
                    /** @description Its share of the visits, relative to the others; 0: none. */
                    weight: number;
                    /** @description Pages before the offer; none: visits go straight to it. */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description Where its visits go. */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description A plain address instead of offers, with macros. */
                    url: string | null;
                }[];
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        campaign: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country: string | null;
            /** @description The traffic source. */
            source_id: number;
            /** @description What the traffic costs. */
            cost: {
                /**
                 * @description What a visit or a conversion costs.
                 * @enum {string}
                 */
                model: "auto" | "cpc" | "cpm" | "cpa" | "revshare" | "none";
                /** @description The price, or the percentage of revshare. */
                amount: string;
            };
            /**
             * @description How visitors are sent on: by a status, or by one or two pages that hide where they came from.
             * @enum {string}
             */
            redirect: "302" | "303" | "307" | "meta" | "double_meta";
            /**
             * @description How visits come: by the campaign URL, or directly by a page with the script or the pixel; it cannot be changed.
             * @enum {string}
             */
            type: "redirect" | "direct";
            /** @description The domain that its links show; null: tracking.url. It answers on all of them. */
            domain_id: number | null;
            /** @description A visit is unique when its visitor made no other to this campaign within so many hours before. */
            uniqueness_hours: number;
            /** @description A shared flow instead of paths and rules of its own. */
            flow_id: number | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths: {
                /** @description What people call it. */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /** @description Its share of the visits, relative to the others; 0: none. */
                weight: number;
                /** @description Pages before the offer; none: visits go straight to it. */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description Where its visits go. */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description A plain address instead of offers, with macros. */
                url: string | null;
            }[];
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @enum {string}
                 */
                match: "all" | "any";
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @enum {string}
                     */
                    op: "in" | "not_in";
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /** @description The time zone of weekday and hour; null: the workspace's. */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /** @description What people call it. */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @enum {string}
                     */
                    status: "active" | "paused";
                    /** @description Its share of the visits, relative to the others; 0: none. */
                    weight: number;
                    /** @description Pages before the offer; none: visits go straight to it. */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description Where its visits go. */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description A plain address instead of offers, with macros. */
                    url: string | null;
                }[];
            }[];
            /** @description A second place that is told of the campaign's conversions; conditions that it sets hold for the source's postback too. */
            postback: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url: string | null;
                /** @description Which conversions are told. */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /** @description Whether only the first conversion of a click is told. */
                only_first: boolean | null;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots: boolean | null;
                /** @description The part of the payout that is told. */
                payout_percent: string | null;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent: string | null;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled: boolean;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused: boolean;
                /**
                 * @description POST sends the URL's query as a form.
                 * @enum {string}
                 */
                method: "GET" | "POST";
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours: number;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match: string;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match: string;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match: string;
                /** @description URLs of their own for some statuses. */
                status_urls: {
                    [key: string]: string;
                };
            } | null;
            id: number;
            key: string;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                campaign_url?: string;
                script?: string;
                pixel?: string;
                page_query?: string;
                click_url: string;
                click_url_n: string;
            };
            counts: {
                /** @description Without bots. */
                visits: number;
                bot_visits: number;
                /** @description The first of each visitor within the campaign's window. */
                unique_visits: number;
                /** @description Of landers to offers, without bots. */
                clicks: number;
                /** @description The first of each visit. */
                unique_clicks: number;
                /** @description Of all statuses. */
                conversions: number;
                /** @description The first of each visit. */
                unique_conversions: number;
                /** @description Of types that do not count. */
                other_conversions: number;
                leads: number;
                sales: number;
                rebills: number;
                rejected: number;
                /** @description With a status word that nothing maps. */
                unmapped: number;
                cost: string;
                /** @description Visits whose source sent no usable cost. */
                cost_missing: number;
                /**
                 * @description Where the cost of the visits comes from: the campaign's own terms, or what was told afterwards.
                 * @enum {string}
                 */
                cost_origin: "setup" | "manual" | "api" | "csv" | "mixed";
                /** @description Visits and conversions that count 0 until their rate is known. */
                no_rate: number;
                revenue: string;
                profit: string;
            } | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        goal: {
            /** @description What people call it. */
            name: string;
            /** @description What a conversion is worth. */
            value: {
                /**
                 * @description Where a conversion's value comes from.
                 * @enum {string}
                 */
                type: "none" | "fixed" | "dynamic";
                /** @description The value of a fixed goal. */
                amount: string;
            };
            /**
             * @description How often a click counts; legacy: once in 24 hours.
             * @enum {string}
             */
            count: "one" | "every" | "legacy";
            /** @description How long a goal that counts every conversion takes no second one of a click, in s; 0: it takes all. */
            retry_guard_s: number;
            /** @description Its place among the columns. */
            order: number;
            /** @description How long after the click a conversion counts. */
            window_days: number;
            /** @description A label; changes nothing. */
            conv_type: ("Lead - Single Opt In" | "Lead - Double Opt In" | "Multiple Conversions Types" | "Subscription - Carrier Billing" | "Subscription - Credit Card" | "Purchase - Carrier Billing" | "Purchase - Credit Card") | null;
            id: string;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                pixel: string;
                pixel_script: string;
                cpa_postback_url: string;
            };
            counts: {
                conversions: number;
                value: string;
            } | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            } | null;
        };
        ad_campaign: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What the price is paid for.
             * @enum {string}
             */
            pricing: "cpc" | "cpm" | "cpv" | "smart_cpm" | "cpa";
            /** @description Of a click (cpc), a view (cpv), a thousand views (cpm), at most (smart_cpm), or of a conversion whose call names no cpa (cpa). */
            price: string;
            /** @description Of cpa: the goal whose conversions are paid for; null: those of all goals. */
            goal_id: string | null;
            /** @description When delivery begins; null: at once. */
            starts_at: string | null;
            /** @description When it ends; null: never. */
            ends_at: string | null;
            /** @description Whose days daily budget and caps are of; null: the workspace's. */
            time_zone: string | null;
            /** @description What it may cost in all; null: any amount. */
            total_budget: string | null;
            /** @description What it may cost a day; null: any amount. */
            daily_budget: string | null;
            /** @description How much of it is delivered. */
            caps: {
                /** @description Impressions in all; null: any number. */
                total_impressions: number | null;
                /** @description Impressions a day; null: any number. */
                daily_impressions: number | null;
                /** @description Clicks in all; null: any number. */
                total_clicks: number | null;
                /** @description Clicks a day; null: any number. */
                daily_clicks: number | null;
            };
            /** @description How often one visitor gets it; null: as often as they come. */
            capping: {
                /** @description How often one visitor gets it ... */
                quantity: number;
                /** @description ... within so many hours of the first time. */
                frequency_hours: number;
            } | null;
            /** @description Where visitors go while it does not deliver, uncharged; null: 404. */
            fallback_url: string | null;
            /** @description Which zones and visitors it is for: all of these hold; []: all zones and visitors. */
            targeting: {
                /** @description What is looked at: country, token1, token:PARAM, ip ... */
                field: string;
                /**
                 * @description in: one of the values is met; not_in: none is.
                 * @enum {string}
                 */
                op: "in" | "not_in";
                /** @description "unknown" is what is not known of the visit. */
                values: string[];
                /** @description The time zone of weekday and hour; null: the workspace's. */
                tz: string | null;
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description Its automatic optimisation; null: it has none. */
            bidder_id: (number | string) | null;
            counts: {
                /** @description Whether it delivers, and if not, why; null: not known. */
                state: ("delivering" | "archived" | "paused" | "scheduled" | "ended" | "total_budget" | "daily_budget" | "total_clicks" | "daily_clicks" | "total_impressions" | "daily_impressions") | null;
                /** @description In all, without bots, as clicks and cost. */
                impressions: number;
                clicks: number;
                spent: string;
                /** @description Of total_budget. */
                left: string | null;
                /** @description On this day of its time zone. */
                impressions_today: number;
                clicks_today: number;
                spent_today: string;
                /** @description Of daily_budget. */
                left_today: string | null;
            } | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            } | null;
        };
        variation: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign. */
            adcampaign_id: number;
            /** @description Where clicks go, with the ad network's tokens; null: to landing_pages. */
            url: string | null;
            /** @description A group in place of the URL: clicks go to each by its share. */
            landing_pages: {
                /** @description Where its clicks go, with the ad network's tokens. */
                url: string;
                /** @description Its part of the sum of all shares. */
                share: number;
            }[];
            /** @description The zones that it fits: popunder shows its page, a banner its image, native a link with its title. */
            format: string;
            /** @description How often zones take it among the ad campaign's that fit; 0: never. */
            weight: number;
            /** @description The image of a banner, or beside a native link. */
            image_url: string | null;
            /** @description The text of a native link; what a banner's image says to those who do not see it. */
            title: string | null;
            /** @description What stands below the title of a native link. */
            description: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                ad_click_url: string;
            };
            counts: {
                /** @description Without bots, as clicks. */
                impressions: number;
                clicks: number;
                /** @description Bots that were sent on, by popunders too. */
                bot_clicks: number;
                cost: string;
            } | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            } | null;
        };
        bidder: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign that it optimises; each has one at most. */
            adcampaign_id: number;
            /** @description Whose conversions count; null: those of all goals. */
            goal_id: string | null;
            /** @description Whether it sets each zone's price by what conversions are worth, and blocks zones that do not convert. */
            automatic: boolean;
            /** @description What a conversion is worth to the automatic optimisation. */
            worth: {
                /**
                 * @description What a conversion is worth: its goal's value, or the amount here.
                 * @enum {string}
                 */
                from: "goal" | "target";
                /** @description Of a target. */
                amount: string;
            };
            /** @description What a zone may cost before the automatic optimisation acts. */
            test_budget: string;
            /** @description The lowest price that it sets. */
            price_min: string;
            /** @description The highest; null: the ad campaign's own price. */
            price_max: string | null;
            /** @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180. */
            period_days: number;
            /** @description How often it decides by itself; 0: only when asked. */
            every_hours: number;
            /** @description Each blocks the values for which its conditions hold. */
            rules: {
                /** @description What the history calls it. */
                name: string;
                /**
                 * @description Whose values it blocks.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180; null: the bidder's. */
                period_days: number | null;
                /** @description All of them must hold. */
                conditions: {
                    /**
                     * @description What is looked at. A cost per conversion without conversions is higher than any.
                     * @enum {string}
                     */
                    metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                    /**
                     * @description How it must compare.
                     * @enum {string}
                     */
                    op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                    /** @description A count, an amount or a percentage. */
                    value: string;
                }[];
            }[];
            /** @description What gets no traffic: it adds to this, and takes nothing out by itself. */
            blocked: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[];
            /** @description The prices that it has set. */
            zone_prices: {
                /** @description The zone. */
                zone_id: number;
                /** @description In place of the ad campaign's. */
                price: string;
            }[];
            /** @description What it leaves alone; a decision that was undone stands here. */
            held: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description When it decided last; null: never yet. */
            last_run: {
                /** Format: date-time */
                at: string;
                /** @description "bidder" by its schedule, else who asked. */
                actor: string;
                /** @enum {string} */
                outcome: "done" | "goal_archived" | "adcampaign_archived";
                looked: number;
                decided: number;
            } | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
        };
        site: {
            /** @description What people call it. */
            name: string;
            /** @description What {src_hostname} says, in lower case. */
            hostname: string;
            /** @description The number of its category; null: none. */
            category_id: number | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            } | null;
        };
        zone: {
            /** @description What people call it. */
            name: string;
            /** @description The site whose pages it stands on. */
            site_id: number;
            /** @description What it shows: a banner of that size, a native link, or a popunder. */
            format: string;
            /** @description The least that a thousand impressions are sold for. */
            floor_price: string;
            /** @description Clicks of a hundred impressions: what prices of clicks are compared by with prices of impressions. */
            expected_ctr: string;
            /** @description Where its visitors go when no ad fits; null: nowhere (204). */
            fallback_url: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                zone_url: string;
                embed_code: string;
            };
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Impressions. */
                impressions?: number;
                /** @description Clicks. */
                clicks?: number;
                /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                sent?: number;
                /** @description clicks / impressions x 100 */
                ctr?: number | null;
                /** @description What clicks, impressions and conversions cost their advertiser. */
                cost?: string;
                /** @description cost / impressions x 1000 */
                ecpm?: string | null;
                /** @description cost / clicks */
                ecpc?: string | null;
                /** @description Conversions of all goals. */
                conversions?: number;
                /** @description The values of all goals' conversions. */
                value?: string;
                /** @description conversions / clicks x 100; without clicks, of impressions */
                cvr?: number | null;
                /** @description cost / conversions */
                ecpa?: string | null;
                /** @description The same as value. */
                revenue?: string;
                /** @description value - cost */
                profit?: string;
                /** @description (value - cost) / cost x 100 */
                roi?: number | null;
                /** @description value / cost x 100 */
                roas?: number | null;
                compare?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                raw?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
                difference?: {
                    /** @description Impressions. */
                    impressions?: number;
                    /** @description Clicks. */
                    clicks?: number;
                    /** @description Visitors sent on: clicks, and popunders, which count as impressions. */
                    sent?: number;
                    /** @description clicks / impressions x 100 */
                    ctr?: number | null;
                    /** @description What clicks, impressions and conversions cost their advertiser. */
                    cost?: string;
                    /** @description cost / impressions x 1000 */
                    ecpm?: string | null;
                    /** @description cost / clicks */
                    ecpc?: string | null;
                    /** @description Conversions of all goals. */
                    conversions?: number;
                    /** @description The values of all goals' conversions. */
                    value?: string;
                    /** @description conversions / clicks x 100; without clicks, of impressions */
                    cvr?: number | null;
                    /** @description cost / conversions */
                    ecpa?: string | null;
                    /** @description The same as value. */
                    revenue?: string;
                    /** @description value - cost */
                    profit?: string;
                    /** @description (value - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description value / cost x 100 */
                    roas?: number | null;
                };
            } | null;
        };
        domain: {
            /** @description The host, in lower case; no two domains in use have the same one. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /**
             * @description Of the links that are shown; with https cookies are Secure.
             * @enum {string}
             */
            scheme: "http" | "https";
            /** @description Of the links that are shown; null: the scheme's own. */
            port: number | null;
            /** @description Where visitors of unknown paths and of campaigns that take no traffic go; null: 404. */
            fallback_url: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            figures?: {
                /** @description Visits. */
                visits?: number;
                /** @description Visits that were their visitor's first at the campaign. */
                unique_visits?: number;
                /** @description Clicks from landers to offers. */
                clicks?: number;
                /** @description Visits with such a click. */
                unique_clicks?: number;
                /** @description clicks / visits x 100 */
                ctr?: number | null;
                /** @description unique_clicks / unique_visits x 100 */
                uctr?: number | null;
                /** @description Conversions of any status that count. */
                conversions?: number;
                /** @description The first of each visit. */
                unique_conversions?: number;
                /** @description Conversions of types that do not count. */
                other_conversions?: number;
                /** @description Of status lead. */
                leads?: number;
                /** @description Of status sale. */
                sales?: number;
                /** @description Of status rebill. */
                rebills?: number;
                /** @description Of status rejected. */
                rejected?: number;
                /** @description Whose word has no meaning yet. */
                unmapped?: number;
                /** @description conversions / clicks x 100 */
                cr?: number | null;
                /** @description leads / clicks x 100 */
                cr_hold?: number | null;
                /** @description (sales + rebills) / clicks x 100 */
                cr_confirmed?: number | null;
                /** @description conversions / visits x 100 */
                cv?: number | null;
                /** @description sales / (leads + sales + rejected) x 100 */
                approve?: number | null;
                /** @description revenue_hold + revenue_confirmed */
                revenue?: string;
                /** @description What leads brought. */
                revenue_hold?: string;
                /** @description What sales and rebills brought. */
                revenue_confirmed?: string;
                /** @description What visits and conversions cost. */
                cost?: string;
                /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                own_cost?: string;
                /** @description revenue - cost */
                profit?: string;
                /** @description (revenue - cost) / cost x 100 */
                roi?: number | null;
                /** @description (revenue_confirmed - cost) / cost x 100 */
                roi_confirmed?: number | null;
                /** @description revenue / cost x 100 */
                roas?: number | null;
                /** @description cost / visits */
                cpv?: string | null;
                /** @description cost / clicks */
                cpc?: string | null;
                /** @description cost / visits x 1000 */
                ecpm?: string | null;
                /** @description cost / conversions */
                cpa?: string | null;
                /** @description cost / sales */
                cpa_confirmed?: string | null;
                /** @description revenue / visits */
                epv?: string | null;
                /** @description revenue / clicks */
                epc?: string | null;
                /** @description revenue_confirmed / clicks */
                epc_confirmed?: string | null;
                /** @description revenue / unique_clicks */
                uepc?: string | null;
                /** @description revenue / conversions */
                ap?: string | null;
                /** @description Visits whose source sent no usable cost. */
                cost_missing?: number;
                /** @description Visits and conversions that wait for an exchange rate. */
                no_rate?: number;
                /** @description The sum of that event. */
                event1?: number;
                /** @description The sum of that event. */
                event2?: number;
                /** @description The sum of that event. */
                event3?: number;
                /** @description The sum of that event. */
                event4?: number;
                /** @description The sum of that event. */
                event5?: number;
                /** @description The sum of that event. */
                event6?: number;
                /** @description The sum of that event. */
                event7?: number;
                /** @description The sum of that event. */
                event8?: number;
                /** @description The sum of that event. */
                event9?: number;
                /** @description The sum of that event. */
                event10?: number;
                /** @description The sum of that event. */
                event11?: number;
                /** @description The sum of that event. */
                event12?: number;
                /** @description The sum of that event. */
                event13?: number;
                /** @description The sum of that event. */
                event14?: number;
                /** @description The sum of that event. */
                event15?: number;
                /** @description The sum of that event. */
                event16?: number;
                /** @description The sum of that event. */
                event17?: number;
                /** @description The sum of that event. */
                event18?: number;
                /** @description The sum of that event. */
                event19?: number;
                /** @description The sum of that event. */
                event20?: number;
                /** @description The sum of that event. */
                event21?: number;
                /** @description The sum of that event. */
                event22?: number;
                /** @description The sum of that event. */
                event23?: number;
                /** @description The sum of that event. */
                event24?: number;
                /** @description The sum of that event. */
                event25?: number;
                /** @description The sum of that event. */
                event26?: number;
                /** @description The sum of that event. */
                event27?: number;
                /** @description The sum of that event. */
                event28?: number;
                /** @description The sum of that event. */
                event29?: number;
                /** @description The sum of that event. */
                event30?: number;
                compare?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                raw?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
                difference?: {
                    /** @description Visits. */
                    visits?: number;
                    /** @description Visits that were their visitor's first at the campaign. */
                    unique_visits?: number;
                    /** @description Clicks from landers to offers. */
                    clicks?: number;
                    /** @description Visits with such a click. */
                    unique_clicks?: number;
                    /** @description clicks / visits x 100 */
                    ctr?: number | null;
                    /** @description unique_clicks / unique_visits x 100 */
                    uctr?: number | null;
                    /** @description Conversions of any status that count. */
                    conversions?: number;
                    /** @description The first of each visit. */
                    unique_conversions?: number;
                    /** @description Conversions of types that do not count. */
                    other_conversions?: number;
                    /** @description Of status lead. */
                    leads?: number;
                    /** @description Of status sale. */
                    sales?: number;
                    /** @description Of status rebill. */
                    rebills?: number;
                    /** @description Of status rejected. */
                    rejected?: number;
                    /** @description Whose word has no meaning yet. */
                    unmapped?: number;
                    /** @description conversions / clicks x 100 */
                    cr?: number | null;
                    /** @description leads / clicks x 100 */
                    cr_hold?: number | null;
                    /** @description (sales + rebills) / clicks x 100 */
                    cr_confirmed?: number | null;
                    /** @description conversions / visits x 100 */
                    cv?: number | null;
                    /** @description sales / (leads + sales + rejected) x 100 */
                    approve?: number | null;
                    /** @description revenue_hold + revenue_confirmed */
                    revenue?: string;
                    /** @description What leads brought. */
                    revenue_hold?: string;
                    /** @description What sales and rebills brought. */
                    revenue_confirmed?: string;
                    /** @description What visits and conversions cost. */
                    cost?: string;
                    /** @description What visits and conversions brought themselves, whatever was told of their cost afterwards. */
                    own_cost?: string;
                    /** @description revenue - cost */
                    profit?: string;
                    /** @description (revenue - cost) / cost x 100 */
                    roi?: number | null;
                    /** @description (revenue_confirmed - cost) / cost x 100 */
                    roi_confirmed?: number | null;
                    /** @description revenue / cost x 100 */
                    roas?: number | null;
                    /** @description cost / visits */
                    cpv?: string | null;
                    /** @description cost / clicks */
                    cpc?: string | null;
                    /** @description cost / visits x 1000 */
                    ecpm?: string | null;
                    /** @description cost / conversions */
                    cpa?: string | null;
                    /** @description cost / sales */
                    cpa_confirmed?: string | null;
                    /** @description revenue / visits */
                    epv?: string | null;
                    /** @description revenue / clicks */
                    epc?: string | null;
                    /** @description revenue_confirmed / clicks */
                    epc_confirmed?: string | null;
                    /** @description revenue / unique_clicks */
                    uepc?: string | null;
                    /** @description revenue / conversions */
                    ap?: string | null;
                    /** @description Visits whose source sent no usable cost. */
                    cost_missing?: number;
                    /** @description Visits and conversions that wait for an exchange rate. */
                    no_rate?: number;
                    /** @description The sum of that event. */
                    event1?: number;
                    /** @description The sum of that event. */
                    event2?: number;
                    /** @description The sum of that event. */
                    event3?: number;
                    /** @description The sum of that event. */
                    event4?: number;
                    /** @description The sum of that event. */
                    event5?: number;
                    /** @description The sum of that event. */
                    event6?: number;
                    /** @description The sum of that event. */
                    event7?: number;
                    /** @description The sum of that event. */
                    event8?: number;
                    /** @description The sum of that event. */
                    event9?: number;
                    /** @description The sum of that event. */
                    event10?: number;
                    /** @description The sum of that event. */
                    event11?: number;
                    /** @description The sum of that event. */
                    event12?: number;
                    /** @description The sum of that event. */
                    event13?: number;
                    /** @description The sum of that event. */
                    event14?: number;
                    /** @description The sum of that event. */
                    event15?: number;
                    /** @description The sum of that event. */
                    event16?: number;
                    /** @description The sum of that event. */
                    event17?: number;
                    /** @description The sum of that event. */
                    event18?: number;
                    /** @description The sum of that event. */
                    event19?: number;
                    /** @description The sum of that event. */
                    event20?: number;
                    /** @description The sum of that event. */
                    event21?: number;
                    /** @description The sum of that event. */
                    event22?: number;
                    /** @description The sum of that event. */
                    event23?: number;
                    /** @description The sum of that event. */
                    event24?: number;
                    /** @description The sum of that event. */
                    event25?: number;
                    /** @description The sum of that event. */
                    event26?: number;
                    /** @description The sum of that event. */
                    event27?: number;
                    /** @description The sum of that event. */
                    event28?: number;
                    /** @description The sum of that event. */
                    event29?: number;
                    /** @description The sum of that event. */
                    event30?: number;
                };
            } | null;
        };
        workspace: {
            /** @description What people call it. */
            name: string;
            /**
             * @description public: every user of the account may read it; private: only those who are in it.
             * @enum {string}
             */
            visibility: "public" | "private";
            /** @description Where its days begin (IANA). */
            time_zone: string;
            /** @description Of all its sums; stays as it is from the first campaign or variation on. */
            currency: string;
            /** @description loaded: it holds the demo data (/api/v1/demo), of which nothing is sent to anybody; null: it does not. Nobody sets it. */
            demo: ("making" | "loading" | "loaded" | "removed") | null;
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
        };
        user: {
            /** @description What people call it. */
            name: string;
            /** @description What they sign in with. */
            email: string;
            /**
             * @description What they may do: docs/api.md has the table.
             * @enum {string}
             */
            role: "owner" | "manager" | "buyer" | "read-only";
            /** @description Where they are in; new entities go to the first. Empty for an owner, who is in all. */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[];
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description Whether they have set one. */
            has_password: boolean;
            /** @description When their open link ends. */
            invited_until: string | null;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
        };
        key: {
            /** @description What people call it. */
            name: string;
            /** @description What it may do: read or write everything, or areas one by one as in offers:read. */
            scopes: string[];
            /** @description Where it may; empty: everywhere. */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[];
            /** @description From when on it is refused; null: never. */
            expires_at: string | null;
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description To a minute. */
            last_used_at: string | null;
            /** @description The key itself: only in the answer that makes it. */
            key?: string;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
        };
        source_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description The preset that absent fields were taken from.
             * @default null
             */
            template: string | null;
            /**
             * @description What carries the source's own id of the click.
             * @default null
             */
            external_id: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /**
                 * @description What the source replaces by the value; null: it adds the parameter by itself.
                 * @default null
                 */
                macro: string | null;
            } | null;
            /**
             * @description What carries the price of the click.
             * @default null
             */
            cost: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /**
                 * @description Whether the cost is that of the visit or of a thousand.
                 * @default event
                 */
                unit: ("event" | "cpm") | null;
                /**
                 * @description Of the costs that it sends, where it is not the source's.
                 * @default null
                 */
                currency: string | null;
                /**
                 * @description What carries the currency of the cost, where the source sends it.
                 * @default null
                 */
                currency_param: {
                    /** @description The parameter of the campaign URL. */
                    param: string;
                    /**
                     * @description What the source replaces by the value; null: it adds the parameter by itself.
                     * @default null
                     */
                    macro: string | null;
                } | null;
            } | null;
            /**
             * @description What else the campaign URL carries.
             * @default []
             */
            tokens: {
                /** @description The number N of {tokenN} and of the report's column VN. */
                slot: number;
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /**
                 * @description What reports call it.
                 * @default
                 */
                name: string | null;
            }[] | null;
            /**
             * @description How the source is told of conversions.
             * @default null
             */
            postback: {
                /**
                 * @description Where conversions are told, with macros; null: nowhere.
                 * @default null
                 */
                url: string | null;
                /**
                 * @description Which conversions are told.
                 * @default [
                 *       "sale"
                 *     ]
                 */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /**
                 * @description Whether only the first conversion of a click is told.
                 * @default false
                 */
                only_first: boolean | null;
                /**
                 * @description Whether conversions of clicks that look like bots are told too.
                 * @default false
                 */
                include_bots: boolean | null;
                /**
                 * @description The part of the payout that is told.
                 * @default 100
                 */
                payout_percent: string | null;
                /**
                 * @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average.
                 * @default 100
                 */
                postback_percent: string | null;
                /**
                 * @description Off: nothing new is told; what waits is held until it is on again.
                 * @default true
                 */
                enabled: boolean | null;
                /**
                 * @description Held, not lost: what is to be told goes out once it is false again.
                 * @default false
                 */
                paused: boolean | null;
                /**
                 * @description POST sends the URL's query as a form.
                 * @default GET
                 */
                method: ("GET" | "POST") | null;
                /**
                 * @description How long the receiver refuses a repeated call; 0: it counts every call.
                 * @default 0
                 */
                dedup_hours: number | null;
                /**
                 * @description A regular expression that the body of a good answer matches; empty: any.
                 * @default
                 */
                success_match: string | null;
                /**
                 * @description A regular expression of the answer to a repeated call; empty: none.
                 * @default
                 */
                duplicate_match: string | null;
                /**
                 * @description A regular expression of an answer that refuses, whatever its status; empty: none.
                 * @default
                 */
                failure_match: string | null;
                /**
                 * @description URLs of their own for some statuses.
                 * @default {}
                 */
                status_urls: {
                    [key: string]: string;
                } | null;
            } | null;
            /**
             * @description For a source without a postback: where the browser is sent whose conversion came by our pixel, once for each; static, without macros.
             * @default null
             */
            pixel_url: string | null;
            /**
             * @description Of its costs; the workspace's by default.
             * @default null
             */
            currency: string | null;
            /**
             * @description The part of the clicks paid for that never arrives: those that do cost the more.
             * @default 0
             */
            traffic_loss_percent: string | null;
            /**
             * @description How its costs are fetched from its API.
             * @default null
             */
            cost_sync: {
                /**
                 * @description Whether costs are fetched by themselves, every interval_minutes.
                 * @default false
                 */
                enabled: boolean | null;
                /**
                 * @description Where the network's API is.
                 * @default https://api.exoclick.com/v2
                 */
                url: string | null;
                /**
                 * @description What it logs in with. It is never shown; what it is shown as leaves it as it is.
                 * @default null
                 */
                api_token: string | null;
                /**
                 * @description The parameter of the campaign URL that brings the network's campaign id.
                 * @default null
                 */
                campaign_param: string | null;
                /**
                 * @description The one that brings its variation id.
                 * @default null
                 */
                variation_param: string | null;
                /**
                 * @description The one that brings its zone id.
                 * @default null
                 */
                zone_param: string | null;
                /**
                 * @description The one that brings its site id.
                 * @default null
                 */
                site_param: string | null;
                /**
                 * @description By what costs are fetched: the network's campaign and day, or also its variation, zone or site.
                 * @default campaign
                 */
                grain: ("campaign" | "variation" | "zone" | "site") | null;
                /**
                 * @description Whose days the network counts by.
                 * @default America/New_York
                 */
                time_zone: string | null;
                /**
                 * @description From one run to the next.
                 * @default 60
                 */
                interval_minutes: number | null;
                /**
                 * @description How many days a run asks for, today among them: networks correct what is past.
                 * @default 3
                 */
                lookback_days: number | null;
            } | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        source_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The preset that absent fields were taken from. */
            template: string | null;
            /** @description What carries the source's own id of the click. */
            external_id: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                macro: string | null;
            } | null;
            /** @description What carries the price of the click. */
            cost: {
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /**
                 * @description Whether the cost is that of the visit or of a thousand.
                 * @enum {string}
                 */
                unit: "event" | "cpm";
                /** @description Of the costs that it sends, where it is not the source's. */
                currency: string | null;
                /** @description What carries the currency of the cost, where the source sends it. */
                currency_param: {
                    /** @description The parameter of the campaign URL. */
                    param: string;
                    /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                    macro: string | null;
                } | null;
            } | null;
            /** @description What else the campaign URL carries. */
            tokens: {
                /** @description The number N of {tokenN} and of the report's column VN. */
                slot: number;
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /** @description What reports call it. */
                name: string;
            }[];
            /** @description How the source is told of conversions. */
            postback: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url: string | null;
                /** @description Which conversions are told. */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[];
                /** @description Whether only the first conversion of a click is told. */
                only_first: boolean;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots: boolean;
                /** @description The part of the payout that is told. */
                payout_percent: string;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent: string;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled: boolean;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused: boolean;
                /**
                 * @description POST sends the URL's query as a form.
                 * @enum {string}
                 */
                method: "GET" | "POST";
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours: number;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match: string;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match: string;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match: string;
                /** @description URLs of their own for some statuses. */
                status_urls: {
                    [key: string]: string;
                };
            } | null;
            /** @description For a source without a postback: where the browser is sent whose conversion came by our pixel, once for each; static, without macros. */
            pixel_url: string | null;
            /** @description Of its costs; the workspace's by default. */
            currency: string | null;
            /** @description The part of the clicks paid for that never arrives: those that do cost the more. */
            traffic_loss_percent: string;
            /** @description How its costs are fetched from its API. */
            cost_sync: {
                /** @description Whether costs are fetched by themselves, every interval_minutes. */
                enabled: boolean;
                /** @description Where the network's API is. */
                url: string;
                /** @description What it logs in with. It is never shown; what it is shown as leaves it as it is. */
                api_token: string | null;
                /** @description The parameter of the campaign URL that brings the network's campaign id. */
                campaign_param: string | null;
                /** @description The one that brings its variation id. */
                variation_param: string | null;
                /** @description The one that brings its zone id. */
                zone_param: string | null;
                /** @description The one that brings its site id. */
                site_param: string | null;
                /**
                 * @description By what costs are fetched: the network's campaign and day, or also its variation, zone or site.
                 * @enum {string}
                 */
                grain: "campaign" | "variation" | "zone" | "site";
                /** @description Whose days the network counts by. */
                time_zone: string;
                /** @description From one run to the next. */
                interval_minutes: number;
                /** @description How many days a run asks for, today among them: networks correct what is past. */
                lookback_days: number;
            } | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        network_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description The preset that absent fields were taken from.
             * @default null
             */
            template: string | null;
            /**
             * @description What every offer URL of the network gets: {url} and parameters.
             * @default null
             */
            offer_url_template: string | null;
            /**
             * @description The offers' parameter that carries {clickid}; it joins the template by itself.
             * @default null
             */
            click_param: string | null;
            /**
             * @description Whether an offer URL that ends in "param=" gets the click id at its very end, also behind a template; never twice.
             * @default false
             */
            append_click_id: boolean | null;
            /**
             * @description What a repeated postback does.
             * @default update
             */
            duplicate_mode: ("update" | "ignore" | "add" | "sum") | null;
            /**
             * @description Addresses and ranges that may call the postback; empty: all.
             * @default []
             */
            ip_allow: string[] | null;
            /**
             * @description What the postback must carry as key; null: nothing.
             * @default null
             */
            secret: string | null;
            /**
             * @description The status of a postback that brings none.
             * @default sale
             */
            default_status: ("lead" | "sale" | "rebill" | "rejected") | null;
            /**
             * @description What the network's words mean.
             * @default {}
             */
            status_map: {
                [key: string]: string;
            } | null;
            /**
             * @description Of a payout that brings none; null: the workspace's.
             * @default null
             */
            currency: string | null;
            /**
             * @description The network's macros in the postback link that is shown.
             * @default {}
             */
            postback_macros: {
                [key: string]: string;
            } | null;
            /**
             * @description The answer to a click id that is unknown: 404 or 200.
             * @default 404
             */
            unknown_click_status: number | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        network_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The preset that absent fields were taken from. */
            template: string | null;
            /** @description What every offer URL of the network gets: {url} and parameters. */
            offer_url_template: string | null;
            /** @description The offers' parameter that carries {clickid}; it joins the template by itself. */
            click_param: string | null;
            /** @description Whether an offer URL that ends in "param=" gets the click id at its very end, also behind a template; never twice. */
            append_click_id: boolean;
            /**
             * @description What a repeated postback does.
             * @enum {string}
             */
            duplicate_mode: "update" | "ignore" | "add" | "sum";
            /** @description Addresses and ranges that may call the postback; empty: all. */
            ip_allow: string[];
            /** @description What the postback must carry as key; null: nothing. */
            secret: string | null;
            /**
             * @description The status of a postback that brings none.
             * @enum {string}
             */
            default_status: "lead" | "sale" | "rebill" | "rejected";
            /** @description What the network's words mean. */
            status_map: {
                [key: string]: string;
            };
            /** @description Of a payout that brings none; null: the workspace's. */
            currency: string | null;
            /** @description The network's macros in the postback link that is shown. */
            postback_macros: {
                [key: string]: string;
            };
            /** @description The answer to a click id that is unknown: 404 or 200. */
            unknown_click_status: number;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                secure_postback_url: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        offer_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description The country that it is meant for, as ISO 3166 code; lists take country=FR.
             * @default null
             */
            country: string | null;
            /** @description The offer's address, with macros. */
            url: string;
            /**
             * @description The network whose parameters are added.
             * @default null
             */
            network_id: number | null;
            /**
             * @description What a conversion pays.
             * @default {}
             */
            payout: {
                /**
                 * @description auto: what the postback brings; manual: always the amount.
                 * @default auto
                 */
                mode: ("auto" | "manual") | null;
                /**
                 * @description The payout, or what counts when a postback brings none.
                 * @default 0
                 */
                amount: string | null;
                /**
                 * @description Of the amount; null: the network's, else the workspace's.
                 * @default null
                 */
                currency: string | null;
                /**
                 * @description Other amounts by the visitor's country; with mode manual only.
                 * @default []
                 */
                countries: {
                    /** @description The visitor's country. */
                    country: string;
                    /** @description What a conversion from there pays. */
                    amount: string;
                    /**
                     * @description Of the amount; null: the payout's.
                     * @default null
                     */
                    currency: string | null;
                }[] | null;
            } | null;
            /**
             * @description How many conversions it takes a day; null: any number.
             * @default null
             */
            cap: {
                /** @description Leads and sales a day, in the workspace's time zone. */
                limit: number;
                /**
                 * @description The offer that stands in from then on; null: this one just leaves the draw.
                 * @default null
                 */
                fallback_offer_id: number | null;
            } | null;
            /**
             * @description Whether conversions after a visit's first are added: rebills, upsells.
             * @default true
             */
            further_conversions: boolean | null;
            /**
             * @description How long after a visit its first conversion is taken; null: as the workspace says.
             * @default null
             */
            window_days: number | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        offer_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country: string | null;
            /** @description The offer's address, with macros. */
            url: string;
            /** @description The network whose parameters are added. */
            network_id: number | null;
            /** @description What a conversion pays. */
            payout: {
                /**
                 * @description auto: what the postback brings; manual: always the amount.
                 * @enum {string}
                 */
                mode: "auto" | "manual";
                /** @description The payout, or what counts when a postback brings none. */
                amount: string;
                /** @description Of the amount; null: the network's, else the workspace's. */
                currency: string | null;
                /** @description Other amounts by the visitor's country; with mode manual only. */
                countries: {
                    /** @description The visitor's country. */
                    country: string;
                    /** @description What a conversion from there pays. */
                    amount: string;
                    /** @description Of the amount; null: the payout's. */
                    currency: string | null;
                }[];
            };
            /** @description How many conversions it takes a day; null: any number. */
            cap: {
                /** @description Leads and sales a day, in the workspace's time zone. */
                limit: number;
                /** @description The offer that stands in from then on; null: this one just leaves the draw. */
                fallback_offer_id: number | null;
            } | null;
            /** @description Whether conversions after a visit's first are added: rebills, upsells. */
            further_conversions: boolean;
            /** @description How long after a visit its first conversion is taken; null: as the workspace says. */
            window_days: number | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                secure_postback_url: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        lander_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /** @description The page's address, with macros. */
            url: string;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        lander_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The page's address, with macros. */
            url: string;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        flow_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description Where visits go that no rule takes, drawn by weight.
             * @default []
             */
            paths: {
                /**
                 * @description What people call it.
                 * @default null
                 */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Its share of the visits, relative to the others; 0: none.
                 * @default 100
                 */
                weight: number | null;
                /**
                 * @description Pages before the offer; none: visits go straight to it.
                 * @default []
                 */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description Where its visits go.
                 * @default []
                 */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description A plain address instead of offers, with macros.
                 * @default null
                 */
                url: string | null;
            }[] | null;
            /**
             * @description From the top; the first whose conditions hold takes the visit.
             * @default []
             */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @default all
                 */
                match: ("all" | "any") | null;
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @default in
                     */
                    op: ("in" | "not_in") | null;
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /**
                     * @description The time zone of weekday and hour; null: the workspace's.
                     * @default null
                     */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /**
                     * @description What people call it.
                     * @default null
                     */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @default active
                     */
                    status: ("active" | "paused") | null;
                    /**
                     * @description Its share of the visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                    /**
                     * @description Pages before the offer; none: visits go straight to it.
                     * @default []
                     */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description Where its visits go.
                     * @default []
                     */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description A plain address instead of offers, with macros.
                     * @default null
                     */
                    url: string | null;
                }[];
            }[] | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        flow_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths: {
                /** @description What people call it. */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /** @description Its share of the visits, relative to the others; 0: none. */
                weight: number;
                /** @description Pages before the offer; none: visits go straight to it. */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description Where its visits go. */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description A plain address instead of offers, with macros. */
                url: string | null;
            }[];
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @enum {string}
                 */
                match: "all" | "any";
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @enum {string}
                     */
                    op: "in" | "not_in";
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /** @description The time zone of weekday and hour; null: the workspace's. */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /** @description What people call it. */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @enum {string}
                     */
                    status: "active" | "paused";
                    /** @description Its share of the visits, relative to the others; 0: none. */
                    weight: number;
                    /** @description Pages before the offer; none: visits go straight to it. */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description Where its visits go. */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description A plain address instead of offers, with macros. */
                    url: string | null;
                }[];
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        campaign_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description The country that it is meant for, as ISO 3166 code; lists take country=FR.
             * @default null
             */
            country: string | null;
            /** @description The traffic source. */
            source_id: number;
            /**
             * @description What the traffic costs.
             * @default {}
             */
            cost: {
                /**
                 * @description What a visit or a conversion costs.
                 * @default auto
                 */
                model: ("auto" | "cpc" | "cpm" | "cpa" | "revshare" | "none") | null;
                /**
                 * @description The price, or the percentage of revshare.
                 * @default 0
                 */
                amount: string | null;
            } | null;
            /**
             * @description How visitors are sent on: by a status, or by one or two pages that hide where they came from.
             * @default 302
             */
            redirect: ("302" | "303" | "307" | "meta" | "double_meta") | null;
            /**
             * @description How visits come: by the campaign URL, or directly by a page with the script or the pixel; it cannot be changed.
             * @default redirect
             */
            type: ("redirect" | "direct") | null;
            /**
             * @description The domain that its links show; null: tracking.url. It answers on all of them.
             * @default null
             */
            domain_id: number | null;
            /**
             * @description A visit is unique when its visitor made no other to this campaign within so many hours before.
             * @default 24
             */
            uniqueness_hours: number | null;
            /**
             * @description A shared flow instead of paths and rules of its own.
             * @default null
             */
            flow_id: number | null;
            /**
             * @description Where visits go that no rule takes, drawn by weight.
             * @default []
             */
            paths: {
                /**
                 * @description What people call it.
                 * @default null
                 */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Its share of the visits, relative to the others; 0: none.
                 * @default 100
                 */
                weight: number | null;
                /**
                 * @description Pages before the offer; none: visits go straight to it.
                 * @default []
                 */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description Where its visits go.
                 * @default []
                 */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description A plain address instead of offers, with macros.
                 * @default null
                 */
                url: string | null;
            }[] | null;
            /**
             * @description From the top; the first whose conditions hold takes the visit.
             * @default []
             */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @default all
                 */
                match: ("all" | "any") | null;
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @default in
                     */
                    op: ("in" | "not_in") | null;
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /**
                     * @description The time zone of weekday and hour; null: the workspace's.
                     * @default null
                     */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /**
                     * @description What people call it.
                     * @default null
                     */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @default active
                     */
                    status: ("active" | "paused") | null;
                    /**
                     * @description Its share of the visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                    /**
                     * @description Pages before the offer; none: visits go straight to it.
                     * @default []
                     */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description Where its visits go.
                     * @default []
                     */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description A plain address instead of offers, with macros.
                     * @default null
                     */
                    url: string | null;
                }[];
            }[] | null;
            /**
             * @description A second place that is told of the campaign's conversions; conditions that it sets hold for the source's postback too.
             * @default null
             */
            postback: {
                /**
                 * @description Where conversions are told, with macros; null: nowhere.
                 * @default null
                 */
                url: string | null;
                /**
                 * @description Which conversions are told.
                 * @default null
                 */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /**
                 * @description Whether only the first conversion of a click is told.
                 * @default null
                 */
                only_first: boolean | null;
                /**
                 * @description Whether conversions of clicks that look like bots are told too.
                 * @default null
                 */
                include_bots: boolean | null;
                /**
                 * @description The part of the payout that is told.
                 * @default null
                 */
                payout_percent: string | null;
                /**
                 * @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average.
                 * @default null
                 */
                postback_percent: string | null;
                /**
                 * @description Off: nothing new is told; what waits is held until it is on again.
                 * @default true
                 */
                enabled: boolean | null;
                /**
                 * @description Held, not lost: what is to be told goes out once it is false again.
                 * @default false
                 */
                paused: boolean | null;
                /**
                 * @description POST sends the URL's query as a form.
                 * @default GET
                 */
                method: ("GET" | "POST") | null;
                /**
                 * @description How long the receiver refuses a repeated call; 0: it counts every call.
                 * @default 0
                 */
                dedup_hours: number | null;
                /**
                 * @description A regular expression that the body of a good answer matches; empty: any.
                 * @default
                 */
                success_match: string | null;
                /**
                 * @description A regular expression of the answer to a repeated call; empty: none.
                 * @default
                 */
                duplicate_match: string | null;
                /**
                 * @description A regular expression of an answer that refuses, whatever its status; empty: none.
                 * @default
                 */
                failure_match: string | null;
                /**
                 * @description URLs of their own for some statuses.
                 * @default {}
                 */
                status_urls: {
                    [key: string]: string;
                } | null;
            } | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        campaign_written: {
            /** @description What people call it. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country: string | null;
            /** @description The traffic source. */
            source_id: number;
            /** @description What the traffic costs. */
            cost: {
                /**
                 * @description What a visit or a conversion costs.
                 * @enum {string}
                 */
                model: "auto" | "cpc" | "cpm" | "cpa" | "revshare" | "none";
                /** @description The price, or the percentage of revshare. */
                amount: string;
            };
            /**
             * @description How visitors are sent on: by a status, or by one or two pages that hide where they came from.
             * @enum {string}
             */
            redirect: "302" | "303" | "307" | "meta" | "double_meta";
            /**
             * @description How visits come: by the campaign URL, or directly by a page with the script or the pixel; it cannot be changed.
             * @enum {string}
             */
            type: "redirect" | "direct";
            /** @description The domain that its links show; null: tracking.url. It answers on all of them. */
            domain_id: number | null;
            /** @description A visit is unique when its visitor made no other to this campaign within so many hours before. */
            uniqueness_hours: number;
            /** @description A shared flow instead of paths and rules of its own. */
            flow_id: number | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths: {
                /** @description What people call it. */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /** @description Its share of the visits, relative to the others; 0: none. */
                weight: number;
                /** @description Pages before the offer; none: visits go straight to it. */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description Where its visits go. */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /** @description Its share of the path's visits, relative to the others; 0: none. */
                    weight: number;
                }[];
                /** @description A plain address instead of offers, with macros. */
                url: string | null;
            }[];
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @enum {string}
                 */
                match: "all" | "any";
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @enum {string}
                     */
                    op: "in" | "not_in";
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /** @description The time zone of weekday and hour; null: the workspace's. */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /** @description What people call it. */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @enum {string}
                     */
                    status: "active" | "paused";
                    /** @description Its share of the visits, relative to the others; 0: none. */
                    weight: number;
                    /** @description Pages before the offer; none: visits go straight to it. */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description Where its visits go. */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /** @description Its share of the path's visits, relative to the others; 0: none. */
                        weight: number;
                    }[];
                    /** @description A plain address instead of offers, with macros. */
                    url: string | null;
                }[];
            }[];
            /** @description A second place that is told of the campaign's conversions; conditions that it sets hold for the source's postback too. */
            postback: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url: string | null;
                /** @description Which conversions are told. */
                statuses: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /** @description Whether only the first conversion of a click is told. */
                only_first: boolean | null;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots: boolean | null;
                /** @description The part of the payout that is told. */
                payout_percent: string | null;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent: string | null;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled: boolean;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused: boolean;
                /**
                 * @description POST sends the URL's query as a form.
                 * @enum {string}
                 */
                method: "GET" | "POST";
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours: number;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match: string;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match: string;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match: string;
                /** @description URLs of their own for some statuses. */
                status_urls: {
                    [key: string]: string;
                };
            } | null;
            id: number;
            key: string;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                campaign_url?: string;
                script?: string;
                pixel?: string;
                page_query?: string;
                click_url: string;
                click_url_n: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        goal_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What a conversion is worth.
             * @default {}
             */
            value: {
                /**
                 * @description Where a conversion's value comes from.
                 * @default none
                 */
                type: ("none" | "fixed" | "dynamic") | null;
                /**
                 * @description The value of a fixed goal.
                 * @default 0
                 */
                amount: string | null;
            } | null;
            /**
             * @description How often a click counts; legacy: once in 24 hours.
             * @default legacy
             */
            count: ("one" | "every" | "legacy") | null;
            /**
             * @description How long a goal that counts every conversion takes no second one of a click, in s; 0: it takes all.
             * @default 0
             */
            retry_guard_s: number | null;
            /**
             * @description Its place among the columns.
             * @default 1
             */
            order: number | null;
            /**
             * @description How long after the click a conversion counts.
             * @default 30
             */
            window_days: number | null;
            /**
             * @description A label; changes nothing.
             * @default null
             */
            conv_type: ("Lead - Single Opt In" | "Lead - Double Opt In" | "Multiple Conversions Types" | "Subscription - Carrier Billing" | "Subscription - Credit Card" | "Purchase - Carrier Billing" | "Purchase - Credit Card") | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        goal_written: {
            /** @description What people call it. */
            name: string;
            /** @description What a conversion is worth. */
            value: {
                /**
                 * @description Where a conversion's value comes from.
                 * @enum {string}
                 */
                type: "none" | "fixed" | "dynamic";
                /** @description The value of a fixed goal. */
                amount: string;
            };
            /**
             * @description How often a click counts; legacy: once in 24 hours.
             * @enum {string}
             */
            count: "one" | "every" | "legacy";
            /** @description How long a goal that counts every conversion takes no second one of a click, in s; 0: it takes all. */
            retry_guard_s: number;
            /** @description Its place among the columns. */
            order: number;
            /** @description How long after the click a conversion counts. */
            window_days: number;
            /** @description A label; changes nothing. */
            conv_type: ("Lead - Single Opt In" | "Lead - Double Opt In" | "Multiple Conversions Types" | "Subscription - Carrier Billing" | "Subscription - Credit Card" | "Purchase - Carrier Billing" | "Purchase - Credit Card") | null;
            id: string;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                postback_url: string;
                pixel: string;
                pixel_script: string;
                cpa_postback_url: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        ad_campaign_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What the price is paid for.
             * @default cpc
             */
            pricing: ("cpc" | "cpm" | "cpv" | "smart_cpm" | "cpa") | null;
            /**
             * @description Of a click (cpc), a view (cpv), a thousand views (cpm), at most (smart_cpm), or of a conversion whose call names no cpa (cpa).
             * @default 0
             */
            price: string | null;
            /**
             * @description Of cpa: the goal whose conversions are paid for; null: those of all goals.
             * @default null
             */
            goal_id: string | null;
            /**
             * @description When delivery begins; null: at once.
             * @default null
             */
            starts_at: string | null;
            /**
             * @description When it ends; null: never.
             * @default null
             */
            ends_at: string | null;
            /**
             * @description Whose days daily budget and caps are of; null: the workspace's.
             * @default null
             */
            time_zone: string | null;
            /**
             * @description What it may cost in all; null: any amount.
             * @default null
             */
            total_budget: string | null;
            /**
             * @description What it may cost a day; null: any amount.
             * @default null
             */
            daily_budget: string | null;
            /**
             * @description How much of it is delivered.
             * @default {}
             */
            caps: {
                /**
                 * @description Impressions in all; null: any number.
                 * @default null
                 */
                total_impressions: number | null;
                /**
                 * @description Impressions a day; null: any number.
                 * @default null
                 */
                daily_impressions: number | null;
                /**
                 * @description Clicks in all; null: any number.
                 * @default null
                 */
                total_clicks: number | null;
                /**
                 * @description Clicks a day; null: any number.
                 * @default null
                 */
                daily_clicks: number | null;
            } | null;
            /**
             * @description How often one visitor gets it; null: as often as they come.
             * @default null
             */
            capping: {
                /** @description How often one visitor gets it ... */
                quantity: number;
                /**
                 * @description ... within so many hours of the first time.
                 * @default 24
                 */
                frequency_hours: number | null;
            } | null;
            /**
             * @description Where visitors go while it does not deliver, uncharged; null: 404.
             * @default null
             */
            fallback_url: string | null;
            /**
             * @description Which zones and visitors it is for: all of these hold; []: all zones and visitors.
             * @default []
             */
            targeting: {
                /** @description What is looked at: country, token1, token:PARAM, ip ... */
                field: string;
                /**
                 * @description in: one of the values is met; not_in: none is.
                 * @default in
                 */
                op: ("in" | "not_in") | null;
                /** @description "unknown" is what is not known of the visit. */
                values: string[];
                /**
                 * @description The time zone of weekday and hour; null: the workspace's.
                 * @default null
                 */
                tz: string | null;
            }[] | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        ad_campaign_written: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What the price is paid for.
             * @enum {string}
             */
            pricing: "cpc" | "cpm" | "cpv" | "smart_cpm" | "cpa";
            /** @description Of a click (cpc), a view (cpv), a thousand views (cpm), at most (smart_cpm), or of a conversion whose call names no cpa (cpa). */
            price: string;
            /** @description Of cpa: the goal whose conversions are paid for; null: those of all goals. */
            goal_id: string | null;
            /** @description When delivery begins; null: at once. */
            starts_at: string | null;
            /** @description When it ends; null: never. */
            ends_at: string | null;
            /** @description Whose days daily budget and caps are of; null: the workspace's. */
            time_zone: string | null;
            /** @description What it may cost in all; null: any amount. */
            total_budget: string | null;
            /** @description What it may cost a day; null: any amount. */
            daily_budget: string | null;
            /** @description How much of it is delivered. */
            caps: {
                /** @description Impressions in all; null: any number. */
                total_impressions: number | null;
                /** @description Impressions a day; null: any number. */
                daily_impressions: number | null;
                /** @description Clicks in all; null: any number. */
                total_clicks: number | null;
                /** @description Clicks a day; null: any number. */
                daily_clicks: number | null;
            };
            /** @description How often one visitor gets it; null: as often as they come. */
            capping: {
                /** @description How often one visitor gets it ... */
                quantity: number;
                /** @description ... within so many hours of the first time. */
                frequency_hours: number;
            } | null;
            /** @description Where visitors go while it does not deliver, uncharged; null: 404. */
            fallback_url: string | null;
            /** @description Which zones and visitors it is for: all of these hold; []: all zones and visitors. */
            targeting: {
                /** @description What is looked at: country, token1, token:PARAM, ip ... */
                field: string;
                /**
                 * @description in: one of the values is met; not_in: none is.
                 * @enum {string}
                 */
                op: "in" | "not_in";
                /** @description "unknown" is what is not known of the visit. */
                values: string[];
                /** @description The time zone of weekday and hour; null: the workspace's. */
                tz: string | null;
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description Its automatic optimisation; null: it has none. */
            bidder_id: (number | string) | null;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        variation_new: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign. */
            adcampaign_id: number;
            /**
             * @description Where clicks go, with the ad network's tokens; null: to landing_pages.
             * @default null
             */
            url: string | null;
            /**
             * @description A group in place of the URL: clicks go to each by its share.
             * @default []
             */
            landing_pages: {
                /** @description Where its clicks go, with the ad network's tokens. */
                url: string;
                /**
                 * @description Its part of the sum of all shares.
                 * @default 1
                 */
                share: number | null;
            }[] | null;
            /**
             * @description The zones that it fits: popunder shows its page, a banner its image, native a link with its title.
             * @default popunder
             */
            format: string | null;
            /**
             * @description How often zones take it among the ad campaign's that fit; 0: never.
             * @default 100
             */
            weight: number | null;
            /**
             * @description The image of a banner, or beside a native link.
             * @default null
             */
            image_url: string | null;
            /**
             * @description The text of a native link; what a banner's image says to those who do not see it.
             * @default null
             */
            title: string | null;
            /**
             * @description What stands below the title of a native link.
             * @default null
             */
            description: string | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        variation_written: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign. */
            adcampaign_id: number;
            /** @description Where clicks go, with the ad network's tokens; null: to landing_pages. */
            url: string | null;
            /** @description A group in place of the URL: clicks go to each by its share. */
            landing_pages: {
                /** @description Where its clicks go, with the ad network's tokens. */
                url: string;
                /** @description Its part of the sum of all shares. */
                share: number;
            }[];
            /** @description The zones that it fits: popunder shows its page, a banner its image, native a link with its title. */
            format: string;
            /** @description How often zones take it among the ad campaign's that fit; 0: never. */
            weight: number;
            /** @description The image of a banner, or beside a native link. */
            image_url: string | null;
            /** @description The text of a native link; what a banner's image says to those who do not see it. */
            title: string | null;
            /** @description What stands below the title of a native link. */
            description: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                ad_click_url: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        bidder_new: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign that it optimises; each has one at most. */
            adcampaign_id: number;
            /**
             * @description Whose conversions count; null: those of all goals.
             * @default null
             */
            goal_id: string | null;
            /**
             * @description Whether it sets each zone's price by what conversions are worth, and blocks zones that do not convert.
             * @default false
             */
            automatic: boolean | null;
            /**
             * @description What a conversion is worth to the automatic optimisation.
             * @default {}
             */
            worth: {
                /**
                 * @description What a conversion is worth: its goal's value, or the amount here.
                 * @default goal
                 */
                from: ("goal" | "target") | null;
                /**
                 * @description Of a target.
                 * @default 0
                 */
                amount: string | null;
            } | null;
            /**
             * @description What a zone may cost before the automatic optimisation acts.
             * @default 5
             */
            test_budget: string | null;
            /**
             * @description The lowest price that it sets.
             * @default 0.0001
             */
            price_min: string | null;
            /**
             * @description The highest; null: the ad campaign's own price.
             * @default null
             */
            price_max: string | null;
            /**
             * @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180.
             * @default 30
             */
            period_days: number | null;
            /**
             * @description How often it decides by itself; 0: only when asked.
             * @default 6
             */
            every_hours: number | null;
            /**
             * @description Each blocks the values for which its conditions hold.
             * @default []
             */
            rules: {
                /** @description What the history calls it. */
                name: string;
                /**
                 * @description Whose values it blocks.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /**
                 * @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180; null: the bidder's.
                 * @default null
                 */
                period_days: number | null;
                /** @description All of them must hold. */
                conditions: {
                    /**
                     * @description What is looked at. A cost per conversion without conversions is higher than any.
                     * @enum {string}
                     */
                    metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                    /**
                     * @description How it must compare.
                     * @enum {string}
                     */
                    op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                    /** @description A count, an amount or a percentage. */
                    value: string;
                }[];
            }[] | null;
            /**
             * @description What gets no traffic: it adds to this, and takes nothing out by itself.
             * @default []
             */
            blocked: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[] | null;
            /**
             * @description The prices that it has set.
             * @default []
             */
            zone_prices: {
                /** @description The zone. */
                zone_id: number;
                /** @description In place of the ad campaign's. */
                price: string;
            }[] | null;
            /**
             * @description What it leaves alone; a decision that was undone stands here.
             * @default []
             */
            held: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[] | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        bidder_written: {
            /** @description What people call it. */
            name: string;
            /** @description The ad campaign that it optimises; each has one at most. */
            adcampaign_id: number;
            /** @description Whose conversions count; null: those of all goals. */
            goal_id: string | null;
            /** @description Whether it sets each zone's price by what conversions are worth, and blocks zones that do not convert. */
            automatic: boolean;
            /** @description What a conversion is worth to the automatic optimisation. */
            worth: {
                /**
                 * @description What a conversion is worth: its goal's value, or the amount here.
                 * @enum {string}
                 */
                from: "goal" | "target";
                /** @description Of a target. */
                amount: string;
            };
            /** @description What a zone may cost before the automatic optimisation acts. */
            test_budget: string;
            /** @description The lowest price that it sets. */
            price_min: string;
            /** @description The highest; null: the ad campaign's own price. */
            price_max: string | null;
            /** @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180. */
            period_days: number;
            /** @description How often it decides by itself; 0: only when asked. */
            every_hours: number;
            /** @description Each blocks the values for which its conditions hold. */
            rules: {
                /** @description What the history calls it. */
                name: string;
                /**
                 * @description Whose values it blocks.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180; null: the bidder's. */
                period_days: number | null;
                /** @description All of them must hold. */
                conditions: {
                    /**
                     * @description What is looked at. A cost per conversion without conversions is higher than any.
                     * @enum {string}
                     */
                    metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                    /**
                     * @description How it must compare.
                     * @enum {string}
                     */
                    op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                    /** @description A count, an amount or a percentage. */
                    value: string;
                }[];
            }[];
            /** @description What gets no traffic: it adds to this, and takes nothing out by itself. */
            blocked: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[];
            /** @description The prices that it has set. */
            zone_prices: {
                /** @description The zone. */
                zone_id: number;
                /** @description In place of the ad campaign's. */
                price: string;
            }[];
            /** @description What it leaves alone; a decision that was undone stands here. */
            held: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[];
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description When it decided last; null: never yet. */
            last_run: {
                /** Format: date-time */
                at: string;
                /** @description "bidder" by its schedule, else who asked. */
                actor: string;
                /** @enum {string} */
                outcome: "done" | "goal_archived" | "adcampaign_archived";
                looked: number;
                decided: number;
            } | null;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        site_new: {
            /** @description What people call it. */
            name: string;
            /** @description What {src_hostname} says, in lower case. */
            hostname: string;
            /**
             * @description The number of its category; null: none.
             * @default null
             */
            category_id: number | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        site_written: {
            /** @description What people call it. */
            name: string;
            /** @description What {src_hostname} says, in lower case. */
            hostname: string;
            /** @description The number of its category; null: none. */
            category_id: number | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        zone_new: {
            /** @description What people call it. */
            name: string;
            /** @description The site whose pages it stands on. */
            site_id: number;
            /** @description What it shows: a banner of that size, a native link, or a popunder. */
            format: string;
            /**
             * @description The least that a thousand impressions are sold for.
             * @default 0
             */
            floor_price: string | null;
            /**
             * @description Clicks of a hundred impressions: what prices of clicks are compared by with prices of impressions.
             * @default 0.1
             */
            expected_ctr: string | null;
            /**
             * @description Where its visitors go when no ad fits; null: nowhere (204).
             * @default null
             */
            fallback_url: string | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        zone_written: {
            /** @description What people call it. */
            name: string;
            /** @description The site whose pages it stands on. */
            site_id: number;
            /** @description What it shows: a banner of that size, a native link, or a popunder. */
            format: string;
            /** @description The least that a thousand impressions are sold for. */
            floor_price: string;
            /** @description Clicks of a hundred impressions: what prices of clicks are compared by with prices of impressions. */
            expected_ctr: string;
            /** @description Where its visitors go when no ad fits; null: nowhere (204). */
            fallback_url: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: {
                zone_url: string;
                embed_code: string;
            };
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        domain_new: {
            /** @description The host, in lower case; no two domains in use have the same one. */
            name: string;
            /**
             * @description Words to find it by: lists take q=#word.
             * @default []
             */
            tags: string[] | null;
            /**
             * @description The group that it stands in; lists take group=NAME.
             * @default null
             */
            group: string | null;
            /**
             * @description The color of its name; lists take q=#red.
             * @default null
             */
            color: string | null;
            /**
             * @description What people want to remember about it.
             * @default null
             */
            note: string | null;
            /**
             * @description Of the links that are shown; with https cookies are Secure.
             * @default http
             */
            scheme: ("http" | "https") | null;
            /**
             * @description Of the links that are shown; null: the scheme's own.
             * @default null
             */
            port: number | null;
            /**
             * @description Where visitors of unknown paths and of campaigns that take no traffic go; null: 404.
             * @default null
             */
            fallback_url: string | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        domain_written: {
            /** @description The host, in lower case; no two domains in use have the same one. */
            name: string;
            /** @description Words to find it by: lists take q=#word. */
            tags: string[];
            /** @description The group that it stands in; lists take group=NAME. */
            group: string | null;
            /** @description The color of its name; lists take q=#red. */
            color: string | null;
            /** @description What people want to remember about it. */
            note: string | null;
            /**
             * @description Of the links that are shown; with https cookies are Secure.
             * @enum {string}
             */
            scheme: "http" | "https";
            /** @description Of the links that are shown; null: the scheme's own. */
            port: number | null;
            /** @description Where visitors of unknown paths and of campaigns that take no traffic go; null: 404. */
            fallback_url: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        workspace_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description public: every user of the account may read it; private: only those who are in it.
             * @default private
             */
            visibility: ("public" | "private") | null;
            /**
             * @description Where its days begin (IANA).
             * @default UTC
             */
            time_zone: string | null;
            /**
             * @description Of all its sums; stays as it is from the first campaign or variation on.
             * @default USD
             */
            currency: string | null;
            /**
             * @description loaded: it holds the demo data (/api/v1/demo), of which nothing is sent to anybody; null: it does not. Nobody sets it.
             * @default null
             */
            demo: ("making" | "loading" | "loaded" | "removed") | null;
        };
        workspace_written: {
            /** @description What people call it. */
            name: string;
            /**
             * @description public: every user of the account may read it; private: only those who are in it.
             * @enum {string}
             */
            visibility: "public" | "private";
            /** @description Where its days begin (IANA). */
            time_zone: string;
            /** @description Of all its sums; stays as it is from the first campaign or variation on. */
            currency: string;
            /** @description loaded: it holds the demo data (/api/v1/demo), of which nothing is sent to anybody; null: it does not. Nobody sets it. */
            demo: ("making" | "loading" | "loaded" | "removed") | null;
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        template_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What sources and networks name it by; null: made from the name.
             * @default null
             */
            template: string | null;
            /**
             * @description What it fills.
             * @enum {string}
             */
            kind: "source" | "network";
            /** @description Fields of a source or a network, but for name and template. */
            fields: Record<string, never>;
            /**
             * @description What its user should know.
             * @default null
             */
            notes: string | null;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        template_written: {
            /** @description What people call it. */
            name: string;
            /** @description What sources and networks name it by; null: made from the name. */
            template: string | null;
            /**
             * @description What it fills.
             * @enum {string}
             */
            kind: "source" | "network";
            /** @description Fields of a source or a network, but for name and template. */
            fields: Record<string, never>;
            /** @description What its user should know. */
            notes: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        user_new: {
            /** @description What people call it. */
            name: string;
            /** @description What they sign in with. */
            email: string;
            /**
             * @description What they may do: docs/api.md has the table.
             * @enum {string}
             */
            role: "owner" | "manager" | "buyer" | "read-only";
            /**
             * @description Where they are in; new entities go to the first. Empty for an owner, who is in all.
             * @default []
             */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[] | null;
        };
        user_written: {
            /** @description What people call it. */
            name: string;
            /** @description What they sign in with. */
            email: string;
            /**
             * @description What they may do: docs/api.md has the table.
             * @enum {string}
             */
            role: "owner" | "manager" | "buyer" | "read-only";
            /** @description Where they are in; new entities go to the first. Empty for an owner, who is in all. */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[];
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description Whether they have set one. */
            has_password: boolean;
            /** @description When their open link ends. */
            invited_until: string | null;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        key_new: {
            /** @description What people call it. */
            name: string;
            /**
             * @description What it may do: read or write everything, or areas one by one as in offers:read.
             * @default [
             *       "write"
             *     ]
             */
            scopes: string[] | null;
            /**
             * @description Where it may; empty: everywhere.
             * @default []
             */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[] | null;
            /**
             * @description From when on it is refused; null: never.
             * @default null
             */
            expires_at: string | null;
        };
        key_written: {
            /** @description What people call it. */
            name: string;
            /** @description What it may do: read or write everything, or areas one by one as in offers:read. */
            scopes: string[];
            /** @description Where it may; empty: everywhere. */
            workspaces: {
                /** @description A workspace. */
                id: number;
            }[];
            /** @description From when on it is refused; null: never. */
            expires_at: string | null;
            id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            /** @description To a minute. */
            last_used_at: string | null;
            /** @description The key itself: only in the answer that makes it. */
            key?: string;
            /** @description What looks wrong though it was taken. */
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge serves it already. */
            live: boolean;
        };
        bulk_status: {
            /** @description 1 to 1,000 of them. */
            ids: (number | string)[];
            /** @enum {string} */
            status: "active" | "paused" | "archived";
        };
        bulk_done: {
            /** @description In the order of the ids. */
            rows: {
                id: number | string;
                /** @enum {string} */
                status: "active" | "paused" | "archived";
                version: number;
            }[];
            warnings: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
            /** @description Whether the edge knows already. */
            live: boolean;
        };
        template: {
            /** @description What people call it. */
            name: string;
            /** @description What sources and networks name it by; null: made from the name. */
            template: string | null;
            /**
             * @description What it fills.
             * @enum {string}
             */
            kind: "source" | "network";
            /** @description Fields of a source or a network, but for name and template. */
            fields: Record<string, never>;
            /** @description What its user should know. */
            notes: string | null;
            id: number;
            /** @description Where it stands, for good. */
            workspace_id: number;
            /**
             * @description Archived ones are kept, but take no traffic.
             * @enum {string}
             */
            status: "active" | "paused" | "archived";
            /** @description Rises with each change of it. */
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            links: Record<string, never>;
            warnings?: {
                /** @description The path of the field it is about; empty: the whole. */
                field: string;
                message: string;
                /** @description Of what the linter finds too: its rule. */
                code?: string;
            }[];
        };
        source_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description The preset that absent fields were taken from. */
            template?: string | null;
            /** @description What carries the source's own id of the click. */
            external_id?: {
                /** @description The parameter of the campaign URL. */
                param?: string;
                /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                macro?: string | null;
            } | null;
            /** @description What carries the price of the click. */
            cost?: {
                /** @description The parameter of the campaign URL. */
                param?: string;
                /** @description What the source replaces by the value. */
                macro?: string;
                /** @description Whether the cost is that of the visit or of a thousand. */
                unit?: ("event" | "cpm") | null;
                /** @description Of the costs that it sends, where it is not the source's. */
                currency?: string | null;
                /** @description What carries the currency of the cost, where the source sends it. */
                currency_param?: {
                    /** @description The parameter of the campaign URL. */
                    param?: string;
                    /** @description What the source replaces by the value; null: it adds the parameter by itself. */
                    macro?: string | null;
                } | null;
            } | null;
            /** @description What else the campaign URL carries. */
            tokens?: {
                /** @description The number N of {tokenN} and of the report's column VN. */
                slot: number;
                /** @description The parameter of the campaign URL. */
                param: string;
                /** @description What the source replaces by the value. */
                macro: string;
                /**
                 * @description What reports call it.
                 * @default
                 */
                name: string | null;
            }[] | null;
            /** @description How the source is told of conversions. */
            postback?: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url?: string | null;
                /** @description Which conversions are told. */
                statuses?: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /** @description Whether only the first conversion of a click is told. */
                only_first?: boolean | null;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots?: boolean | null;
                /** @description The part of the payout that is told. */
                payout_percent?: string | null;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent?: string | null;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled?: boolean | null;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused?: boolean | null;
                /** @description POST sends the URL's query as a form. */
                method?: ("GET" | "POST") | null;
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours?: number | null;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match?: string | null;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match?: string | null;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match?: string | null;
                /** @description URLs of their own for some statuses. */
                status_urls?: {
                    [key: string]: string;
                } | null;
            } | null;
            /** @description For a source without a postback: where the browser is sent whose conversion came by our pixel, once for each; static, without macros. */
            pixel_url?: string | null;
            /** @description Of its costs; the workspace's by default. */
            currency?: string | null;
            /** @description The part of the clicks paid for that never arrives: those that do cost the more. */
            traffic_loss_percent?: string | null;
            /** @description How its costs are fetched from its API. */
            cost_sync?: {
                /** @description Whether costs are fetched by themselves, every interval_minutes. */
                enabled?: boolean | null;
                /** @description Where the network's API is. */
                url?: string | null;
                /** @description What it logs in with. It is never shown; what it is shown as leaves it as it is. */
                api_token?: string | null;
                /** @description The parameter of the campaign URL that brings the network's campaign id. */
                campaign_param?: string | null;
                /** @description The one that brings its variation id. */
                variation_param?: string | null;
                /** @description The one that brings its zone id. */
                zone_param?: string | null;
                /** @description The one that brings its site id. */
                site_param?: string | null;
                /** @description By what costs are fetched: the network's campaign and day, or also its variation, zone or site. */
                grain?: ("campaign" | "variation" | "zone" | "site") | null;
                /** @description Whose days the network counts by. */
                time_zone?: string | null;
                /** @description From one run to the next. */
                interval_minutes?: number | null;
                /** @description How many days a run asks for, today among them: networks correct what is past. */
                lookback_days?: number | null;
            } | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        network_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description The preset that absent fields were taken from. */
            template?: string | null;
            /** @description What every offer URL of the network gets: {url} and parameters. */
            offer_url_template?: string | null;
            /** @description The offers' parameter that carries {clickid}; it joins the template by itself. */
            click_param?: string | null;
            /** @description Whether an offer URL that ends in "param=" gets the click id at its very end, also behind a template; never twice. */
            append_click_id?: boolean | null;
            /** @description What a repeated postback does. */
            duplicate_mode?: ("update" | "ignore" | "add" | "sum") | null;
            /** @description Addresses and ranges that may call the postback; empty: all. */
            ip_allow?: string[] | null;
            /** @description What the postback must carry as key; null: nothing. */
            secret?: string | null;
            /** @description The status of a postback that brings none. */
            default_status?: ("lead" | "sale" | "rebill" | "rejected") | null;
            /** @description What the network's words mean. */
            status_map?: {
                [key: string]: string;
            } | null;
            /** @description Of a payout that brings none; null: the workspace's. */
            currency?: string | null;
            /** @description The network's macros in the postback link that is shown. */
            postback_macros?: {
                [key: string]: string;
            } | null;
            /** @description The answer to a click id that is unknown: 404 or 200. */
            unknown_click_status?: number | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        offer_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country?: string | null;
            /** @description The offer's address, with macros. */
            url?: string;
            /** @description The network whose parameters are added. */
            network_id?: number | null;
            /** @description What a conversion pays. */
            payout?: {
                /** @description auto: what the postback brings; manual: always the amount. */
                mode?: ("auto" | "manual") | null;
                /** @description The payout, or what counts when a postback brings none. */
                amount?: string | null;
                /** @description Of the amount; null: the network's, else the workspace's. */
                currency?: string | null;
                /** @description Other amounts by the visitor's country; with mode manual only. */
                countries?: {
                    /** @description The visitor's country. */
                    country: string;
                    /** @description What a conversion from there pays. */
                    amount: string;
                    /**
                     * @description Of the amount; null: the payout's.
                     * @default null
                     */
                    currency: string | null;
                }[] | null;
            } | null;
            /** @description How many conversions it takes a day; null: any number. */
            cap?: {
                /** @description Leads and sales a day, in the workspace's time zone. */
                limit?: number;
                /** @description The offer that stands in from then on; null: this one just leaves the draw. */
                fallback_offer_id?: number | null;
            } | null;
            /** @description Whether conversions after a visit's first are added: rebills, upsells. */
            further_conversions?: boolean | null;
            /** @description How long after a visit its first conversion is taken; null: as the workspace says. */
            window_days?: number | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        lander_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description The page's address, with macros. */
            url?: string;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        flow_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths?: {
                /**
                 * @description What people call it.
                 * @default null
                 */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Its share of the visits, relative to the others; 0: none.
                 * @default 100
                 */
                weight: number | null;
                /**
                 * @description Pages before the offer; none: visits go straight to it.
                 * @default []
                 */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description Where its visits go.
                 * @default []
                 */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description A plain address instead of offers, with macros.
                 * @default null
                 */
                url: string | null;
            }[] | null;
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules?: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @default all
                 */
                match: ("all" | "any") | null;
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @default in
                     */
                    op: ("in" | "not_in") | null;
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /**
                     * @description The time zone of weekday and hour; null: the workspace's.
                     * @default null
                     */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /**
                     * @description What people call it.
                     * @default null
                     */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @default active
                     */
                    status: ("active" | "paused") | null;
                    /**
                     * @description Its share of the visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                    /**
                     * @description Pages before the offer; none: visits go straight to it.
                     * @default []
                     */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description Where its visits go.
                     * @default []
                     */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description A plain address instead of offers, with macros.
                     * @default null
                     */
                    url: string | null;
                }[];
            }[] | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        campaign_change: {
            /** @description What people call it. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description The country that it is meant for, as ISO 3166 code; lists take country=FR. */
            country?: string | null;
            /** @description The traffic source. */
            source_id?: number;
            /** @description What the traffic costs. */
            cost?: {
                /** @description What a visit or a conversion costs. */
                model?: ("auto" | "cpc" | "cpm" | "cpa" | "revshare" | "none") | null;
                /** @description The price, or the percentage of revshare. */
                amount?: string | null;
            } | null;
            /** @description How visitors are sent on: by a status, or by one or two pages that hide where they came from. */
            redirect?: ("302" | "303" | "307" | "meta" | "double_meta") | null;
            /** @description How visits come: by the campaign URL, or directly by a page with the script or the pixel; it cannot be changed. */
            type?: ("redirect" | "direct") | null;
            /** @description The domain that its links show; null: tracking.url. It answers on all of them. */
            domain_id?: number | null;
            /** @description A visit is unique when its visitor made no other to this campaign within so many hours before. */
            uniqueness_hours?: number | null;
            /** @description A shared flow instead of paths and rules of its own. */
            flow_id?: number | null;
            /** @description Where visits go that no rule takes, drawn by weight. */
            paths?: {
                /**
                 * @description What people call it.
                 * @default null
                 */
                name: string | null;
                /**
                 * @description A paused path is never drawn.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Its share of the visits, relative to the others; 0: none.
                 * @default 100
                 */
                weight: number | null;
                /**
                 * @description Pages before the offer; none: visits go straight to it.
                 * @default []
                 */
                landers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description Where its visits go.
                 * @default []
                 */
                offers: {
                    /** @description The offer or lander. */
                    id: number;
                    /**
                     * @description Its share of the path's visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                }[] | null;
                /**
                 * @description A plain address instead of offers, with macros.
                 * @default null
                 */
                url: string | null;
            }[] | null;
            /** @description From the top; the first whose conditions hold takes the visit. */
            rules?: {
                /** @description What people call it. */
                name: string;
                /**
                 * @description A paused rule takes no visit.
                 * @default active
                 */
                status: ("active" | "paused") | null;
                /**
                 * @description Whether all conditions must hold, or any one of them.
                 * @default all
                 */
                match: ("all" | "any") | null;
                /** @description What a visit must be like. */
                conditions: {
                    /** @description What is looked at: country, token1, token:PARAM, ip ... */
                    field: string;
                    /**
                     * @description in: one of the values is met; not_in: none is.
                     * @default in
                     */
                    op: ("in" | "not_in") | null;
                    /** @description "unknown" is what is not known of the visit. */
                    values: string[];
                    /**
                     * @description The time zone of weekday and hour; null: the workspace's.
                     * @default null
                     */
                    tz: string | null;
                }[];
                /** @description Where the rule's visits go, drawn by weight. */
                paths: {
                    /**
                     * @description What people call it.
                     * @default null
                     */
                    name: string | null;
                    /**
                     * @description A paused path is never drawn.
                     * @default active
                     */
                    status: ("active" | "paused") | null;
                    /**
                     * @description Its share of the visits, relative to the others; 0: none.
                     * @default 100
                     */
                    weight: number | null;
                    /**
                     * @description Pages before the offer; none: visits go straight to it.
                     * @default []
                     */
                    landers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description Where its visits go.
                     * @default []
                     */
                    offers: {
                        /** @description The offer or lander. */
                        id: number;
                        /**
                         * @description Its share of the path's visits, relative to the others; 0: none.
                         * @default 100
                         */
                        weight: number | null;
                    }[] | null;
                    /**
                     * @description A plain address instead of offers, with macros.
                     * @default null
                     */
                    url: string | null;
                }[];
            }[] | null;
            /** @description A second place that is told of the campaign's conversions; conditions that it sets hold for the source's postback too. */
            postback?: {
                /** @description Where conversions are told, with macros; null: nowhere. */
                url?: string | null;
                /** @description Which conversions are told. */
                statuses?: ("lead" | "sale" | "rebill" | "rejected")[] | null;
                /** @description Whether only the first conversion of a click is told. */
                only_first?: boolean | null;
                /** @description Whether conversions of clicks that look like bots are told too. */
                include_bots?: boolean | null;
                /** @description The part of the payout that is told. */
                payout_percent?: string | null;
                /** @description The part of the conversions that is told, drawn by their ids: 50 is every second one on average. */
                postback_percent?: string | null;
                /** @description Off: nothing new is told; what waits is held until it is on again. */
                enabled?: boolean | null;
                /** @description Held, not lost: what is to be told goes out once it is false again. */
                paused?: boolean | null;
                /** @description POST sends the URL's query as a form. */
                method?: ("GET" | "POST") | null;
                /** @description How long the receiver refuses a repeated call; 0: it counts every call. */
                dedup_hours?: number | null;
                /** @description A regular expression that the body of a good answer matches; empty: any. */
                success_match?: string | null;
                /** @description A regular expression of the answer to a repeated call; empty: none. */
                duplicate_match?: string | null;
                /** @description A regular expression of an answer that refuses, whatever its status; empty: none. */
                failure_match?: string | null;
                /** @description URLs of their own for some statuses. */
                status_urls?: {
                    [key: string]: string;
                } | null;
            } | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        goal_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What a conversion is worth. */
            value?: {
                /** @description Where a conversion's value comes from. */
                type?: ("none" | "fixed" | "dynamic") | null;
                /** @description The value of a fixed goal. */
                amount?: string | null;
            } | null;
            /** @description How often a click counts; legacy: once in 24 hours. */
            count?: ("one" | "every" | "legacy") | null;
            /** @description How long a goal that counts every conversion takes no second one of a click, in s; 0: it takes all. */
            retry_guard_s?: number | null;
            /** @description Its place among the columns. */
            order?: number | null;
            /** @description How long after the click a conversion counts. */
            window_days?: number | null;
            /** @description A label; changes nothing. */
            conv_type?: ("Lead - Single Opt In" | "Lead - Double Opt In" | "Multiple Conversions Types" | "Subscription - Carrier Billing" | "Subscription - Credit Card" | "Purchase - Carrier Billing" | "Purchase - Credit Card") | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        ad_campaign_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What the price is paid for. */
            pricing?: ("cpc" | "cpm" | "cpv" | "smart_cpm" | "cpa") | null;
            /** @description Of a click (cpc), a view (cpv), a thousand views (cpm), at most (smart_cpm), or of a conversion whose call names no cpa (cpa). */
            price?: string | null;
            /** @description Of cpa: the goal whose conversions are paid for; null: those of all goals. */
            goal_id?: string | null;
            /** @description When delivery begins; null: at once. */
            starts_at?: string | null;
            /** @description When it ends; null: never. */
            ends_at?: string | null;
            /** @description Whose days daily budget and caps are of; null: the workspace's. */
            time_zone?: string | null;
            /** @description What it may cost in all; null: any amount. */
            total_budget?: string | null;
            /** @description What it may cost a day; null: any amount. */
            daily_budget?: string | null;
            /** @description How much of it is delivered. */
            caps?: {
                /** @description Impressions in all; null: any number. */
                total_impressions?: number | null;
                /** @description Impressions a day; null: any number. */
                daily_impressions?: number | null;
                /** @description Clicks in all; null: any number. */
                total_clicks?: number | null;
                /** @description Clicks a day; null: any number. */
                daily_clicks?: number | null;
            } | null;
            /** @description How often one visitor gets it; null: as often as they come. */
            capping?: {
                /** @description How often one visitor gets it ... */
                quantity?: number;
                /** @description ... within so many hours of the first time. */
                frequency_hours?: number | null;
            } | null;
            /** @description Where visitors go while it does not deliver, uncharged; null: 404. */
            fallback_url?: string | null;
            /** @description Which zones and visitors it is for: all of these hold; []: all zones and visitors. */
            targeting?: {
                /** @description What is looked at: country, token1, token:PARAM, ip ... */
                field: string;
                /**
                 * @description in: one of the values is met; not_in: none is.
                 * @default in
                 */
                op: ("in" | "not_in") | null;
                /** @description "unknown" is what is not known of the visit. */
                values: string[];
                /**
                 * @description The time zone of weekday and hour; null: the workspace's.
                 * @default null
                 */
                tz: string | null;
            }[] | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        variation_change: {
            /** @description What people call it. */
            name?: string;
            /** @description The ad campaign. */
            adcampaign_id?: number;
            /** @description Where clicks go, with the ad network's tokens; null: to landing_pages. */
            url?: string | null;
            /** @description A group in place of the URL: clicks go to each by its share. */
            landing_pages?: {
                /** @description Where its clicks go, with the ad network's tokens. */
                url: string;
                /**
                 * @description Its part of the sum of all shares.
                 * @default 1
                 */
                share: number | null;
            }[] | null;
            /** @description The zones that it fits: popunder shows its page, a banner its image, native a link with its title. */
            format?: string | null;
            /** @description How often zones take it among the ad campaign's that fit; 0: never. */
            weight?: number | null;
            /** @description The image of a banner, or beside a native link. */
            image_url?: string | null;
            /** @description The text of a native link; what a banner's image says to those who do not see it. */
            title?: string | null;
            /** @description What stands below the title of a native link. */
            description?: string | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        bidder_change: {
            /** @description What people call it. */
            name?: string;
            /** @description The ad campaign that it optimises; each has one at most. */
            adcampaign_id?: number;
            /** @description Whose conversions count; null: those of all goals. */
            goal_id?: string | null;
            /** @description Whether it sets each zone's price by what conversions are worth, and blocks zones that do not convert. */
            automatic?: boolean | null;
            /** @description What a conversion is worth to the automatic optimisation. */
            worth?: {
                /** @description What a conversion is worth: its goal's value, or the amount here. */
                from?: ("goal" | "target") | null;
                /** @description Of a target. */
                amount?: string | null;
            } | null;
            /** @description What a zone may cost before the automatic optimisation acts. */
            test_budget?: string | null;
            /** @description The lowest price that it sets. */
            price_min?: string | null;
            /** @description The highest; null: the ad campaign's own price. */
            price_max?: string | null;
            /** @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180. */
            period_days?: number | null;
            /** @description How often it decides by itself; 0: only when asked. */
            every_hours?: number | null;
            /** @description Each blocks the values for which its conditions hold. */
            rules?: {
                /** @description What the history calls it. */
                name: string;
                /**
                 * @description Whose values it blocks.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /**
                 * @description The days that count, today included: 1, 2, 3, 7, 30, 90 or 180; null: the bidder's.
                 * @default null
                 */
                period_days: number | null;
                /** @description All of them must hold. */
                conditions: {
                    /**
                     * @description What is looked at. A cost per conversion without conversions is higher than any.
                     * @enum {string}
                     */
                    metric: "impressions" | "clicks" | "cost" | "ctr" | "conversions" | "value" | "cvr" | "ecpa" | "profit" | "roi";
                    /**
                     * @description How it must compare.
                     * @enum {string}
                     */
                    op: "greater" | "greater_or_equal" | "less" | "less_or_equal";
                    /** @description A count, an amount or a percentage. */
                    value: string;
                }[];
            }[] | null;
            /** @description What gets no traffic: it adds to this, and takes nothing out by itself. */
            blocked?: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[] | null;
            /** @description The prices that it has set. */
            zone_prices?: {
                /** @description The zone. */
                zone_id: number;
                /** @description In place of the ad campaign's. */
                price: string;
            }[] | null;
            /** @description What it leaves alone; a decision that was undone stands here. */
            held?: {
                /**
                 * @description What kind of value it is.
                 * @enum {string}
                 */
                dimension: "browser" | "country" | "device_type" | "language" | "carrier" | "os" | "site" | "zone";
                /** @description As the statistics tell it; of sites and zones the id. */
                value: string;
            }[] | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        site_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What {src_hostname} says, in lower case. */
            hostname?: string;
            /** @description The number of its category; null: none. */
            category_id?: number | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        zone_change: {
            /** @description What people call it. */
            name?: string;
            /** @description The site whose pages it stands on. */
            site_id?: number;
            /** @description What it shows: a banner of that size, a native link, or a popunder. */
            format?: string;
            /** @description The least that a thousand impressions are sold for. */
            floor_price?: string | null;
            /** @description Clicks of a hundred impressions: what prices of clicks are compared by with prices of impressions. */
            expected_ctr?: string | null;
            /** @description Where its visitors go when no ad fits; null: nowhere (204). */
            fallback_url?: string | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        domain_change: {
            /** @description The host, in lower case; no two domains in use have the same one. */
            name?: string;
            /** @description Words to find it by: lists take q=#word. */
            tags?: string[] | null;
            /** @description The group that it stands in; lists take group=NAME. */
            group?: string | null;
            /** @description The color of its name; lists take q=#red. */
            color?: string | null;
            /** @description What people want to remember about it. */
            note?: string | null;
            /** @description Of the links that are shown; with https cookies are Secure. */
            scheme?: ("http" | "https") | null;
            /** @description Of the links that are shown; null: the scheme's own. */
            port?: number | null;
            /** @description Where visitors of unknown paths and of campaigns that take no traffic go; null: 404. */
            fallback_url?: string | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        workspace_change: {
            /** @description What people call it. */
            name?: string;
            /** @description public: every user of the account may read it; private: only those who are in it. */
            visibility?: ("public" | "private") | null;
            /** @description Where its days begin (IANA). */
            time_zone?: string | null;
            /** @description Of all its sums; stays as it is from the first campaign or variation on. */
            currency?: string | null;
            /** @description loaded: it holds the demo data (/api/v1/demo), of which nothing is sent to anybody; null: it does not. Nobody sets it. */
            demo?: ("making" | "loading" | "loaded" | "removed") | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
        };
        template_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What sources and networks name it by; null: made from the name. */
            template?: string | null;
            /**
             * @description What it fills.
             * @enum {string}
             */
            kind?: "source" | "network";
            /** @description Fields of a source or a network, but for name and template. */
            fields?: Record<string, never>;
            /** @description What its user should know. */
            notes?: string | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
            /** @description Where it goes, for good: by default X-Workspace, else the caller's first workspace. */
            workspace_id?: number;
        };
        user_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What they sign in with. */
            email?: string;
            /**
             * @description What they may do: docs/api.md has the table.
             * @enum {string}
             */
            role?: "owner" | "manager" | "buyer" | "read-only";
            /** @description Where they are in; new entities go to the first. Empty for an owner, who is in all. */
            workspaces?: {
                /** @description A workspace. */
                id: number;
            }[] | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
        };
        key_change: {
            /** @description What people call it. */
            name?: string;
            /** @description What it may do: read or write everything, or areas one by one as in offers:read. */
            scopes?: string[] | null;
            /** @description Where it may; empty: everywhere. */
            workspaces?: {
                /** @description A workspace. */
                id: number;
            }[] | null;
            /** @description From when on it is refused; null: never. */
            expires_at?: string | null;
            /**
             * @description Either brings an archived one back.
             * @enum {string}
             */
            status?: "active" | "paused";
            /** @description The version that is changed: refused when it is another one by now. */
            version?: number;
        };
        archived: {
            id: number | string;
            /** @enum {string} */
            status: "archived";
            version: number;
            /** @description Whether the edge knows already. */
            live: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
