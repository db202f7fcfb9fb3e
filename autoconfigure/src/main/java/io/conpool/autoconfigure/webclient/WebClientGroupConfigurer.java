package io.conpool.autoconfigure.webclient;

import java.util.Map;
import java.util.WeakHashMap;

import io.conpool.autoconfigure.httpclient.HttpServiceGroups;

import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Gives the WebClients of HTTP service groups their connector. Confined to the thread
 * that starts the application.
 */
final class WebClientGroupConfigurer implements WebClientHttpServiceGroupConfigurer {

	private final HttpServiceGroups groups;

	private final Map<WebClient.Builder, H2ClientHttpConnector> given = new WeakHashMap<>();

	WebClientGroupConfigurer(HttpServiceGroups groups) {
		this.groups = groups;
	}

	@Override
	public int getOrder() {
		return HttpServiceGroups.ORDER;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> all) {
		all.filter(this.groups::contains).forEachClient((group, builder) -> {
			H2ClientHttpConnector connector = connector(group);
			this.given.put(builder, connector);
			builder.clientConnector(connector);
		});
	}

	private H2ClientHttpConnector connector(HttpServiceGroup group) {
		return new H2ClientHttpConnectorBuilder(this.groups.clients(group)).build(this.groups.settings(group));
	}

	/**
	 * Gives a builder its connector again, if it is one of a group.
	 * @param builder any builder
	 */
	void giveAgain(WebClient.Builder builder) {
		H2ClientHttpConnector connector = this.given.get(builder);
		if (connector != null) {
			builder.clientConnector(connector);
		}
	}

}
