package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.net.URI;

import io.conpool.H2Client;
import io.conpool.autoconfigure.httpclient.CallSettings;
import io.conpool.autoconfigure.httpclient.HeaderMapping;
import io.conpool.autoconfigure.httpclient.IOExceptions;
import io.conpool.error.H2ClientException;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractStreamingClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * One request of RestClient or RestTemplate. Confined to one thread.
 */
final class H2ClientHttpRequest extends AbstractStreamingClientHttpRequest {

	private final H2Client client;

	private final CallSettings settings;

	private final URI uri;

	private final HttpMethod method;

	H2ClientHttpRequest(H2Client client, CallSettings settings, URI uri, HttpMethod method) {
		this.client = client;
		this.settings = settings;
		this.uri = uri;
		this.method = method;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers, @Nullable Body body) throws IOException {
		try {
			StreamedResponse response = send(headers, body);
			return new H2ClientHttpResponse(response, hasContent(response));
		}
		catch (H2ClientException ex) {
			throw IOExceptions.of(ex);
		}
	}

	/** As RFC 9110 section 6.4.1 says; false only where that is certain. */
	private boolean hasContent(StreamedResponse response) {
		int status = response.status();
		return !(this.method.equals(HttpMethod.HEAD) || status == 204 || status == 304
				|| response.headers().first("content-length").orElse("").equals("0"));
	}

	private StreamedResponse send(HttpHeaders headers, @Nullable Body body) throws IOException {
		if (body == null) {
			return this.client.stream(request(headers, RequestBody.empty()));
		}
		return new ContentUpload(this.client, body, headers.getContentLength(), (content) -> request(headers, content))
			.send();
	}

	private H2Request request(HttpHeaders headers, RequestBody content) {
		H2Request.Builder request = this.settings.request(this.client, this.method, this.uri);
		HeaderMapping.copy(headers, content.length() != 0, request);
		return request.body(content).build();
	}

}
