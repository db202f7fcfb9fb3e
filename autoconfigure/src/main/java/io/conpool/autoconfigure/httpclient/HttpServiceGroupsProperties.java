package io.conpool.autoconfigure.httpclient;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of HTTP service groups.
 *
 * @param httpServiceGroups Comma-separated list of HTTP service groups whose clients send
 * by HTTP/2; one that has the name of a client below 'conpool.h2.clients' by that, any
 * other by the default one.
 */
@ConfigurationProperties("conpool.h2")
record HttpServiceGroupsProperties(@DefaultValue List<String> httpServiceGroups) {
}
