package io.conpool.micrometer.observation;

import java.util.Locale;

import io.conpool.error.H2ClientException;
import io.conpool.http.H2Request;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.HighCardinalityKeyNames.HTTP_URL;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.CLIENT_NAME;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.EXCEPTION;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.METHOD;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.OUTCOME;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.STATUS;
import static io.conpool.micrometer.observation.H2ClientObservationDocumentation.LowCardinalityKeyNames.URI;

/**
 * Names observations of calls as Spring names those of its HTTP clients. A subclass may
 * change single key values; all observations of one name should have the same keys.
 * Immutable.
 */
public class DefaultH2ClientObservationConvention implements H2ClientObservationConvention {

	private static final String DEFAULT_NAME = "http.client.requests";

	private static final KeyValue NO_EXCEPTION = EXCEPTION.withValue(KeyValue.NONE_VALUE);

	private static final KeyValue NO_STATUS = STATUS.withValue("CLIENT_ERROR");

	private static final KeyValue NO_TEMPLATE = URI.withValue(KeyValue.NONE_VALUE);

	private static final KeyValue UNKNOWN = OUTCOME.withValue("UNKNOWN");

	// By the first digit of the status code.
	private static final KeyValue[] OUTCOMES = { UNKNOWN, OUTCOME.withValue("INFORMATIONAL"),
			OUTCOME.withValue("SUCCESS"), OUTCOME.withValue("REDIRECTION"), OUTCOME.withValue("CLIENT_ERROR"),
			OUTCOME.withValue("SERVER_ERROR") };

	private final String name;

	/**
	 * Makes a convention with the name {@code http.client.requests}.
	 */
	public DefaultH2ClientObservationConvention() {
		this(DEFAULT_NAME);
	}

	/**
	 * Makes a convention.
	 * @param name the observations' name
	 */
	public DefaultH2ClientObservationConvention(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public String getContextualName(H2ClientObservationContext context) {
		return "http " + context.request().method().toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(H2ClientObservationContext context) {
		return KeyValues.of(clientName(context), exception(context), method(context), outcome(context), status(context),
				uri(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(H2ClientObservationContext context) {
		return KeyValues.of(httpUrl(context));
	}

	/**
	 * The URI's host.
	 * @param context the call
	 * @return {@code client.name}
	 */
	protected KeyValue clientName(H2ClientObservationContext context) {
		return CLIENT_NAME.withValue(context.request().endpoint().host());
	}

	/**
	 * The kind of {@link io.conpool.error.H2Error H2Error}, since all calls fail in the
	 * same exception.
	 * @param context the call
	 * @return {@code exception}
	 */
	protected KeyValue exception(H2ClientObservationContext context) {
		Throwable thrown = context.getError();
		if (thrown == null) {
			return NO_EXCEPTION;
		}
		Object what = (thrown instanceof H2ClientException failed) ? failed.error() : thrown;
		String simpleName = what.getClass().getSimpleName();
		return EXCEPTION.withValue(simpleName.isEmpty() ? what.getClass().getName() : simpleName);
	}

	/**
	 * The request's method.
	 * @param context the call
	 * @return {@code method}
	 */
	protected KeyValue method(H2ClientObservationContext context) {
		return METHOD.withValue(context.request().method());
	}

	/**
	 * The status code's class.
	 * @param context the call
	 * @return {@code outcome}
	 */
	protected KeyValue outcome(H2ClientObservationContext context) {
		ResponseHead response = context.getResponse();
		int digit = (response != null) ? response.status() / 100 : 0;
		return (digit < OUTCOMES.length) ? OUTCOMES[digit] : UNKNOWN;
	}

	/**
	 * The status code.
	 * @param context the call
	 * @return {@code status}
	 */
	protected KeyValue status(H2ClientObservationContext context) {
		ResponseHead response = context.getResponse();
		return (response != null) ? STATUS.withValue(Integer.toString(response.status())) : NO_STATUS;
	}

	/**
	 * The path of the URI template, if the request has one.
	 * @param context the call
	 * @return {@code uri}
	 */
	protected KeyValue uri(H2ClientObservationContext context) {
		String template = context.request().uriTemplate();
		return (template != null) ? URI.withValue(pathOf(template)) : NO_TEMPLATE;
	}

	private static String pathOf(String template) {
		int scheme = template.indexOf("://");
		int begin = (scheme < 0) ? 0 : template.indexOf('/', scheme + 3);
		String path = (begin < 0) ? "" : template.substring(begin);
		return path.startsWith("/") ? path : "/" + path;
	}

	/**
	 * The URI without its query.
	 * @param context the call
	 * @return {@code http.url}
	 */
	protected KeyValue httpUrl(H2ClientObservationContext context) {
		H2Request request = context.request();
		String target = request.path();
		int query = target.indexOf('?');
		String path = (query < 0) ? target : target.substring(0, query);
		return HTTP_URL.withValue(request.endpoint().scheme().text() + "://" + request.endpoint().authority()
				+ (path.equals("*") ? "" : path));
	}

}
