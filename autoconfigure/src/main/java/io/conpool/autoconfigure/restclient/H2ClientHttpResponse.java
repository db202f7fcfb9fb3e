package io.conpool.autoconfigure.restclient;

import java.io.InputStream;

import io.conpool.autoconfigure.httpclient.HeaderMapping;
import io.conpool.http.StreamedResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * The response to a request of RestClient or RestTemplate. Confined to one thread.
 */
final class H2ClientHttpResponse implements ClientHttpResponse {

	private final StreamedResponse response;

	private final HttpHeaders headers;

	private final boolean hasContent;

	private @Nullable ContentInputStream body;

	/**
	 * Makes a response.
	 * @param response the client's
	 * @param hasContent whether it may have content
	 */
	H2ClientHttpResponse(StreamedResponse response, boolean hasContent) {
		this.response = response;
		this.hasContent = hasContent;
		this.headers = HeaderMapping.of(response.headers());
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.response.status());
	}

	/**
	 * HTTP/2 has no text beside the code; the usual one makes the messages of Spring's
	 * exceptions those that are known.
	 */
	@Override
	public String getStatusText() {
		HttpStatus known = HttpStatus.resolve(this.response.status());
		return (known != null) ? known.getReasonPhrase() : "";
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return content();
	}

	private ContentInputStream content() {
		ContentInputStream opened = this.body;
		if (opened == null) {
			opened = new ContentInputStream();
			this.body = opened;
			this.response.body().subscribe(opened);
		}
		return opened;
	}

	@Override
	public void close() {
		if (this.hasContent) {
			content().close();
		}
		else {
			this.response.close();
		}
	}

}
