using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CityActors.Silo.Metering;

/// <summary>Sums the city's counters and writes them as Prometheus text.</summary>
public sealed class PrometheusText : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), double> sums = new();
    private readonly ConcurrentDictionary<string, (string Description, bool IsGauge)> described = new(StringComparer.Ordinal);

    /// <summary>Begins to listen to all meters whose name begins with CityActors.</summary>
    public PrometheusText()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name.StartsWith("CityActors.", StringComparison.Ordinal))
            {
                var isGauge = instrument.GetType().Name.Contains("Gauge", StringComparison.Ordinal) || instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
                described[NameOf(instrument)] = (instrument.Description ?? "", isGauge);
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>(Record0);
        listener.Start();
    }

    /// <summary>The counters now.</summary>
    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in sums.ToArray().GroupBy(entry => entry.Key.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (description, isGauge) = described.GetValueOrDefault(family.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Key} {description}\n# TYPE {family.Key} {(isGauge ? "gauge" : "counter")}\n");
            foreach (var (key, value) in family.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{key.Name}{key.Labels} {value}\n");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static string NameOf(Instrument instrument) => instrument.Name.Replace('.', '_').Replace('-', '_');

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var labels = new List<string>(tags.Length);
        foreach (var tag in tags)
        {
            labels.Add($"{tag.Key.Replace('.', '_')}=\"{tag.Value}\"");
        }

        return $"{{{string.Join(',', labels)}}}";
    }

    private void Record0(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => Record(instrument, value, tags);

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (NameOf(instrument), LabelsOf(tags));
        if (instrument.IsObservable)
        {
            sums[key] = value;
        }
        else
        {
            sums.AddOrUpdate(key, value, (_, sum) => sum + value);
        }
    }
}
