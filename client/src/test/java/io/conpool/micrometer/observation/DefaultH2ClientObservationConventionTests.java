package io.conpool.micrometer.observation;

import java.net.URI;
import java.util.concurrent.CancellationException;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultH2ClientObservationConventionTests {

	private final H2ClientObservationConvention convention = new DefaultH2ClientObservationConvention();

	@Test
	void theNameIsThatOfSpringsClientsUnlessAnotherIsGiven() {
		assertThat(this.convention.getName()).isEqualTo("http.client.requests");
		assertThat(new DefaultH2ClientObservationConvention("app.calls").getName()).isEqualTo("app.calls");
	}

	@Test
	void theContextualNameHasTheMethod() {
		H2Request request = H2Request.post("https://example.org/", RequestBody.empty()).build();
		assertThat(this.convention.getContextualName(new H2ClientObservationContext(request))).isEqualTo("http post");
	}

	@Test
	void everyKeyIsThereFromTheBeginning() {
		assertThat(low(get("https://example.org:8443/orders/1?token=secret"))).containsExactly(
				KeyValue.of("client.name", "example.org"), KeyValue.of("exception", "none"),
				KeyValue.of("method", "GET"), KeyValue.of("outcome", "UNKNOWN"), KeyValue.of("status", "CLIENT_ERROR"),
				KeyValue.of("uri", "none"));
	}

	@Test
	void theKeysAreDocumented() {
		H2ClientObservationContext context = get("https://example.org/");
		H2ClientObservationDocumentation documented = H2ClientObservationDocumentation.HTTP_CLIENT_REQUESTS;
		assertThat(documented.getLowCardinalityKeyNames()).extracting("key")
			.containsExactlyElementsOf(low(context).stream().map(KeyValue::getKey).toList());
		assertThat(documented.getHighCardinalityKeyNames()).extracting("key")
			.containsExactlyElementsOf(
					this.convention.getHighCardinalityKeyValues(context).stream().map(KeyValue::getKey).toList());
	}

	@ParameterizedTest
	@CsvSource({ "204, SUCCESS", "304, REDIRECTION", "499, CLIENT_ERROR", "503, SERVER_ERROR", "999, UNKNOWN" })
	void theOutcomeIsTheStatussClass(int status, String outcome) {
		H2ClientObservationContext context = get("https://example.org/");
		context.setResponse(new ResponseHead(status, HttpHeaders.empty()));
		assertThat(low(context)).contains(KeyValue.of("status", Integer.toString(status)),
				KeyValue.of("outcome", outcome));
	}

	@Test
	void theExceptionIsTheKindOfError() {
		H2ClientObservationContext context = get("https://example.org/");
		context.setError(new H2Error.ClientClosed().asException());
		assertThat(low(context)).contains(KeyValue.of("exception", "ClientClosed"),
				KeyValue.of("status", "CLIENT_ERROR"), KeyValue.of("outcome", "UNKNOWN"));
		context.setError(new CancellationException());
		assertThat(low(context)).contains(KeyValue.of("exception", "CancellationException"));
		context.setError(new RuntimeException() {
		});
		assertThat(low(context)).contains(KeyValue.of("exception", getClass().getName() + "$1"));
	}

	@ParameterizedTest
	@CsvSource({ "'/orders/{id}', '/orders/{id}'", "'orders/{id}', '/orders/{id}'",
			"'https://{host}/orders/{id}', '/orders/{id}'", "https://example.org, /" })
	void theUriIsThePathOfTheTemplate(String template, String path) {
		H2Request request = H2Request.get("https://example.org/orders/1").uriTemplate(template).build();
		assertThat(low(new H2ClientObservationContext(request))).contains(KeyValue.of("uri", path));
	}

	@ParameterizedTest
	@CsvSource({ "GET, https://example.org/orders/1?token=secret#part, https://example.org/orders/1",
			"GET, http://EXAMPLE.org:8080, http://example.org:8080/", "OPTIONS, https://[::1], https://[::1]" })
	void theUrlHasNoQuery(String method, String uri, String url) {
		H2Request request = H2Request.builder(method, URI.create(uri)).build();
		assertThat(this.convention.getHighCardinalityKeyValues(new H2ClientObservationContext(request)))
			.containsExactly(KeyValue.of("http.url", url));
	}

	@Test
	void noOtherContextIsSupported() {
		assertThat(this.convention.supportsContext(get("https://example.org/"))).isTrue();
		assertThat(this.convention.supportsContext(new Observation.Context())).isFalse();
	}

	private static H2ClientObservationContext get(String uri) {
		return new H2ClientObservationContext(H2Request.get(uri).build());
	}

	private KeyValues low(H2ClientObservationContext context) {
		return this.convention.getLowCardinalityKeyValues(context);
	}

}
