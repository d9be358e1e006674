using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;

namespace CityActors.Engine.Calls;

/// <summary>Carries the cancellation of a call to the loop of its callee.</summary>
internal sealed class CallCancellation(Request request)
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _registration;
    private bool _isCancelled;

    public CancellationToken CalleeToken
    {
        get
        {
            if (_source is null)
            {
                _source = new CancellationTokenSource();
                if (_isCancelled)
                {
                    _source.Cancel();
                }
            }

            return _source.Token;
        }
    }

    public void Follow(CancellationToken token) => _registration = token.UnsafeRegister(
        static (state, token) =>
        {
            var request = (Request)state!;
            request.Home.Schedule(new LoopAction(() => request.OnCallerCancelled(token)));
        },
        request);

    public void Cancel(GrainActivation? target)
    {
        _isCancelled = true;
        if (_source is null)
        {
            return;
        }

        target?.Enter();
        try
        {
            _source.Cancel();
        }
        finally
        {
            target?.Exit();
        }
    }

    public void Dispose()
    {
        _ = _registration.Unregister();
        _source?.Dispose();
    }
}
