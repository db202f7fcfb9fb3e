package io.conpool.autoconfigure.httpclient;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.error.InvalidSettingException;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.core.Ordered;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * The HTTP service groups whose clients send by HTTP/2: which those are, with which
 * client and which settings. Immutable.
 */
public final class HttpServiceGroups {

	/**
	 * When groups are configured: after Spring Boot has done so by the properties, before
	 * its customizers, Spring Cloud's load balancer and the application's own
	 * configurers.
	 */
	public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

	private final List<String> names;

	private final H2ClientRegistry clients;

	private final HttpServiceClientProperties properties;

	private final HttpClientSettingsPropertyMapper settings;

	HttpServiceGroups(List<String> names, H2ClientRegistry clients, HttpServiceClientProperties properties,
			HttpClientSettingsPropertyMapper settings) {
		this.names = List.copyOf(names);
		this.clients = clients;
		this.properties = properties;
		this.settings = settings;
	}

	/**
	 * Whether a group is one of them.
	 * @param group the group
	 * @return true if so
	 */
	public boolean contains(HttpServiceGroup group) {
		return this.names.contains(group.name());
	}

	/**
	 * The settings of a group.
	 * @param group the group
	 * @return those below {@code spring.http.serviceclient} and its name, over those of
	 * all clients
	 */
	public HttpClientSettings settings(HttpServiceGroup group) {
		return this.settings.map(this.properties.get(group.name()));
	}

	/**
	 * What sends for a group.
	 * @param group the group
	 * @return the client of the same name, or else the default one, by variant
	 */
	public Function<ConnectionVariant, H2Client> clients(HttpServiceGroup group) {
		String client = this.clients.names().contains(group.name()) ? group.name() : H2ClientRegistry.DEFAULT;
		return (variant) -> this.clients.plainClient(client, variant);
	}

	/**
	 * Fails unless all of them are there.
	 * @param known the names of all groups
	 * @throws InvalidSettingException with the names that there are
	 */
	void requireAll(Set<String> known) {
		List<String> unknown = this.names.stream().filter((name) -> !known.contains(name)).toList();
		InvalidSettingException.require(unknown.isEmpty(), "httpServiceGroups", String.join(", ", unknown),
				"the names of HTTP service groups; there "
						+ (known.isEmpty() ? "are none" : "are " + new TreeSet<>(known)));
	}

}
