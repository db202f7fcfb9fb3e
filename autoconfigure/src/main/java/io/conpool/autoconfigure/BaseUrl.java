package io.conpool.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The base URL of a client. What its scheme means is decided here and nowhere else.
 * Immutable.
 *
 * @param uri what relative URIs are relative to: absolute, of one of the schemes http and
 * https
 * @param service the name of the service that is the URI's host, or null if the host is
 * one of the network's
 */
record BaseUrl(URI uri, @Nullable String service) {

	private static final String SERVICE_SCHEME = "lb";

	private static final String EXPECTED = "an absolute http or https URL without user information, "
			+ "or lb:// and the name of a service";

	/**
	 * Parses a base URL.
	 * @param text as it is configured
	 * @return the base URL
	 * @throws InvalidSettingException if it is no base URL
	 */
	static BaseUrl parse(String text) {
		try {
			URI given = new URI(text);
			boolean ofService = SERVICE_SCHEME.equalsIgnoreCase(given.getScheme());
			URI uri = ofService ? new URI("http" + text.substring(SERVICE_SCHEME.length())) : given;
			Endpoint.of(uri);
			String authority = given.getRawAuthority();
			InvalidSettingException.require(!ofService || authority.indexOf(':') < 0, "baseUrl", withoutQuery(text),
					"a service without a port: each of its instances has its own");
			InvalidSettingException.require(uri.getRawQuery() == null && uri.getRawFragment() == null, "baseUrl",
					withoutQuery(text), "a URL without query and fragment");
			return new BaseUrl(uri, ofService ? authority : null);
		}
		catch (InvalidSettingException ex) {
			throw ex;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw (InvalidSettingException) new InvalidSettingException("baseUrl", withoutQuery(text), EXPECTED)
				.initCause(ex);
		}
	}

	/** A query may hold a secret. */
	private static String withoutQuery(String text) {
		int query = text.indexOf('?');
		return (query < 0) ? text : text.substring(0, query);
	}

	/**
	 * Has relative URIs lead here.
	 * @param builder the client's builder
	 * @param services who finds the instances of services, or null if nobody does
	 * @throws InvalidSettingException if there should be somebody
	 */
	void applyTo(H2ClientBuilder builder, @Nullable ServiceRouting services) {
		builder.baseUri(this.uri);
		String name = this.service;
		if (name != null && services == null) {
			throw new InvalidSettingException("baseUrl", SERVICE_SCHEME + "://" + name,
					"an http or https URL, since nobody finds the instances of a service: for that, "
							+ "org.springframework.cloud:spring-cloud-starter-loadbalancer and "
							+ "org.springframework:spring-web have to be on the class path, and "
							+ "spring.cloud.loadbalancer.enabled must not be false");
		}
		if (name != null && services != null) {
			builder.routing((pool) -> services.of(name, pool));
		}
	}

	/**
	 * Where connections can be made to before the first request.
	 * @return the endpoint, or null for a service, whose instances are found with a
	 * request
	 */
	@Nullable Endpoint endpoint() {
		return (this.service == null) ? Endpoint.of(this.uri) : null;
	}

}
