package com.example.caller;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Where each way leads to; a host and port of its own, so that each is seen by itself.
 */
@Component
@ConfigurationProperties("upstreams")
class Upstreams {

	private String h2Client = "";

	private String restClient = "";

	private String restTemplate = "";

	private String webClient = "";

	String h2Client() {
		return this.h2Client;
	}

	public void setH2Client(String url) {
		this.h2Client = url;
	}

	String restClient() {
		return this.restClient;
	}

	public void setRestClient(String url) {
		this.restClient = url;
	}

	String restTemplate() {
		return this.restTemplate;
	}

	public void setRestTemplate(String url) {
		this.restTemplate = url;
	}

	String webClient() {
		return this.webClient;
	}

	public void setWebClient(String url) {
		this.webClient = url;
	}

}
