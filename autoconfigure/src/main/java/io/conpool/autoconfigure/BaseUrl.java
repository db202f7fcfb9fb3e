package io.conpool.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;

/**
 * The base URL of a client. What its scheme means is decided here and nowhere else.
 * Immutable.
 *
 * @param uri the URL: absolute, of one of the schemes http and https
 */
record BaseUrl(URI uri) {

	/**
	 * Parses a base URL.
	 * @param text as it is configured
	 * @return the base URL
	 * @throws InvalidSettingException if it is no base URL
	 */
	static BaseUrl parse(String text) {
		try {
			URI uri = new URI(text);
			Endpoint.of(uri);
			InvalidSettingException.require(uri.getRawQuery() == null && uri.getRawFragment() == null, "baseUrl",
					withoutQuery(text), "a URL without query and fragment");
			return new BaseUrl(uri);
		}
		catch (InvalidSettingException ex) {
			throw ex;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw (InvalidSettingException) new InvalidSettingException("baseUrl", withoutQuery(text),
					"an absolute http or https URL without user information")
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
	 */
	void applyTo(H2ClientBuilder builder) {
		builder.baseUri(this.uri);
	}

	/**
	 * Where connections can be made to before the first request.
	 * @return the endpoint
	 */
	Endpoint endpoint() {
		return Endpoint.of(this.uri);
	}

}
