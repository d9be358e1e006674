using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace CityActors.Silo.Metering;

/// <summary>Adds up the city's counters and writes them as Prometheus text.</summary>
/// <remarks>All of them are whole numbers, and their names are Prometheus' own: OpenTelemetry's exporter would rename and relabel them.</remarks>
public sealed class PrometheusText : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), long> sums = new();
    private readonly ConcurrentDictionary<string, Instrument> instruments = new(StringComparer.Ordinal);

    /// <summary>Begins to listen to all meters whose name begins with CityActors.</summary>
    public PrometheusText()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name.StartsWith("CityActors.", StringComparison.Ordinal))
            {
                instruments[instrument.Name] = instrument;
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(Record);
        listener.Start();
    }

    /// <summary>The counters now.</summary>
    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in sums.ToArray().GroupBy(entry => entry.Key.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var instrument = instruments[family.Key];
            var type = instrument is ObservableGauge<long> ? "gauge" : "counter";
            text.Append($"# HELP {family.Key} {instrument.Description}\n# TYPE {family.Key} {type}\n");
            foreach (var (key, value) in family.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                text.Append($"{key.Name}{key.Labels} {value}\n");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length == 0 ? "" : $"{{{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}=\"{tag.Value}\""))}}}";

    private void Record(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        sums.AddOrUpdate((instrument.Name, LabelsOf(tags)), value, (_, sum) => instrument.IsObservable ? value : sum + value);
}
