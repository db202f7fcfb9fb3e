package io.conpool.autoconfigure.restclient;

import io.conpool.autoconfigure.httpclient.HttpServiceGroups;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Gives the RestClients of HTTP service groups their request factory. Immutable.
 */
final class RestClientGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private final HttpServiceGroups groups;

	RestClientGroupConfigurer(HttpServiceGroups groups) {
		this.groups = groups;
	}

	@Override
	public int getOrder() {
		return HttpServiceGroups.ORDER;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> all) {
		all.filter(this.groups::contains).forEachClient((group, builder) -> builder.requestFactory(factory(group)));
	}

	private H2ClientHttpRequestFactory factory(HttpServiceGroup group) {
		return new H2ClientHttpRequestFactoryBuilder(this.groups.clients(group)).build(this.groups.settings(group));
	}

}
